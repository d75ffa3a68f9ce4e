import { ScenarioError, type ScenarioKey } from 'lockstep/scenario';

/** What is wrong with something that the visitor asked for, in the words of the command line. */
export interface Problem {
  /** The option that it is about, where it is about one. */
  readonly key: ScenarioKey | null;
  /** What was expected and what came. */
  readonly message: string;
}

/** Errors that say what somebody asked for in vain; any other is a fault of the lab. */
const FORESEEN = [
  'ScenarioError',
  'ConfigurationError',
  'CostError',
  'WorkloadError',
  'ProtocolError',
  'UsageError',
];

/** @throws the error itself if nobody foresaw it */
export function asProblem(error: unknown): Problem {
  if (!(error instanceof Error) || !FORESEEN.includes(error.name)) throw error;
  if (error instanceof ScenarioError) return { key: error.key as ScenarioKey | null, message: error.detail };
  return { key: null, message: error.message };
}
