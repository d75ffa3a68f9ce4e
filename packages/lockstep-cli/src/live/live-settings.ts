import { DEFAULT_ENGINE } from '../engines/open-engine.js';
import { UsageError } from '../failure.js';
import { engineInput, named } from '../input/named-inputs.js';
import type { NamedPath } from '../output/refuse-overwriting.js';
import type { Generation } from './prepare.js';

/** What a live run needs besides its scenario. */
export interface LiveSettings {
  /** As the command line writes it, such as `llama:model.gguf`. */
  readonly engine: string;
  readonly generation: Generation;
  /** The model's name, where the command line gives one. */
  readonly model: string | undefined;
  /** The variable of the environment that has the upstream's key, where the command line names one. */
  readonly upstreamKeyEnv: string | undefined;
  /** A file of prompts, or `mt-bench`; null for synthetic ones. */
  readonly prompts: string | null;
  /** How many times as fast as the wall's clock the run goes: > 0, and 1 but for the simulated engine. */
  readonly speed: number;
}

/** The options of the command line that say how a live run is made, as they were written. */
export interface LiveFlags {
  readonly engine?: string;
  readonly model?: string;
  readonly upstreamKeyEnv?: string;
  readonly prompts?: string;
  readonly temperature?: string;
  readonly ignoreEos?: true;
  readonly speed?: string;
  /** Of the scenario, where they do not go together with the others. */
  readonly cost?: unknown;
  readonly promptTokens?: unknown;
}

/** What a live run's scenario has besides the defaults of every one: half a minute of it at the default rate. */
export const LIVE_DEFAULTS = { requests: 100 };

/** The engine whose batches take what a cost model says. */
export const SIMULATED = 'simulated';

/**
 * Checks the live options of a command line.
 * @throws UsageError for an invalid value, and for options that contradict one another
 */
export function readLiveSettings(flags: LiveFlags): LiveSettings {
  const { engine = DEFAULT_ENGINE, model, upstreamKeyEnv, prompts = null } = flags;
  if (engine !== SIMULATED) {
    const key = (['cost', 'speed'] as const).find((each) => flags[each] !== undefined);
    if (key !== undefined) {
      throw new UsageError(
        `--${key}: contradicts --engine ${engine}, which takes the time that it takes; did you mean "--engine ${SIMULATED}"?`,
      );
    }
  }
  if (prompts !== null && flags.promptTokens !== undefined) {
    throw new UsageError('--prompt-tokens: contradicts --prompts, which have lengths of their own');
  }
  return {
    engine,
    model,
    upstreamKeyEnv,
    prompts,
    generation: {
      temperature: numberFrom('--temperature', flags.temperature ?? '0', (value) => value >= 0 && value <= 2),
      ignoreEos: flags.ignoreEos === true,
    },
    speed: numberFrom('--speed', flags.speed ?? '1', (value) => value > 0 && value <= 1000),
  };
}

/** The files that a live run reads besides those of its scenario. */
export function liveInputs({ engine, prompts }: LiveSettings): NamedPath[] {
  return [...engineInput(engine), ...(prompts === null ? [] : [named('--prompts', prompts)])];
}

const LIVE_FLAGS = {
  model: '--model',
  upstreamKeyEnv: '--upstream-key-env',
  prompts: '--prompts',
  temperature: '--temperature',
  ignoreEos: '--ignore-eos',
  speed: '--speed',
} as const;

/** @throws UsageError for an option of a live run where none was asked for */
export function refuseLiveFlags(flags: LiveFlags): void {
  for (const [key, flag] of Object.entries(LIVE_FLAGS)) {
    if (flags[key as keyof typeof LIVE_FLAGS] === undefined) continue;
    throw new UsageError(`${flag}: works on an engine, and there is no --engine`);
  }
}

const RANGES = { '--temperature': 'a number from 0 to 2', '--speed': 'a number > 0 and ≤ 1000' };

function numberFrom(flag: keyof typeof RANGES, text: string, fits: (value: number) => boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (fits(value)) return value;
  throw new UsageError(`${flag}: expected ${RANGES[flag]}, got ${JSON.stringify(text)}`);
}
