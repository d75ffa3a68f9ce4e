import { LockstepError } from 'lockstep/core';
import { CostError } from 'lockstep/cost';
import { ScenarioError, type ScenarioKey } from 'lockstep/scenario';
import { WorkloadError } from 'lockstep/workload';

/** What is wrong with something that the visitor asked for, in the words of the command line. */
export interface Problem {
  /** The option that it is about, where it is about one. */
  readonly key: ScenarioKey | null;
  /** What was expected and what came. */
  readonly message: string;
  /** An error of the lab itself, not of what was asked for. */
  readonly fault: boolean;
}

/** What browsers say when an array is larger than the memory that is left. */
const OUT_OF_MEMORY = /allocation|array length|array buffer|out of memory|string length/i;

export function problem(message: string, key: ScenarioKey | null = null): Problem {
  return { key, message, fault: false };
}

/** An error in words for the page: none is swallowed. */
export function asProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return faultOf(String(error));
  if (error instanceof ScenarioError) return problem(error.detail, error.key as ScenarioKey | null);
  // Another batch size mends a batch that the memory of its GPU has no room for.
  if (error instanceof CostError && error.code === 'ERR_LOCKSTEP_COST_MEMORY') {
    return problem(error.message, 'batchSize');
  }
  if (error instanceof WorkloadError && error.code === 'ERR_LOCKSTEP_TIME_UNIT') {
    return problem(error.message, 'timeUnit');
  }
  if (error instanceof LockstepError) return problem(error.message);
  if (error instanceof RangeError && OUT_OF_MEMORY.test(error.message)) {
    return problem(
      'the page has too little memory for this run; expected fewer requests, or lockstep simulate on the command line',
      'requests',
    );
  }
  return faultOf(`${error.name}: ${error.message}`);
}

export function faultOf(what: string): Problem {
  return { key: null, message: `a fault of the lab: ${what}`, fault: true };
}
