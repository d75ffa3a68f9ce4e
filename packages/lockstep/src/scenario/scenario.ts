import type { TimeUnit } from '../workload/index.js';
import type { OneOrMany } from './one-or-many.js';

/**
 * Everything that decides one run: plain data, with the names and the notation of the command line (`maxQueueSize` is
 * `--max-queue-size`, durations are text such as `100ms`). A complete scenario states every default.
 */
export interface Scenario {
  readonly batchSize: number | 'inf';
  readonly wait: string;
  readonly maxQueueSize: number | 'inf';
  /** How long after its arrival a request expires; none by default. */
  readonly requestTimeout?: string;
  readonly release: 'token' | 'request' | 'batch';
  readonly cost: string;
  /** Not with a trace, which brings its own arrivals, lengths and number of requests. */
  readonly arrivals?: string;
  readonly promptTokens?: string;
  readonly outputTokens?: string;
  readonly requests?: number;
  /** With arrivals that name no rate; with a trace, the rate that it is scaled to. */
  readonly rate?: number;
  readonly trace?: string;
  /** The unit of the trace's instants: ms, s, us or ns; as its format says by default. */
  readonly timeUnit?: TimeUnit;
  readonly from?: string;
  readonly to?: string;
  readonly first?: number;
  readonly scale?: number;
  readonly skipFailed?: boolean;
  readonly seed: number;
  readonly warmup: number;
  /** Length of the windows in which the load is looked at; 60 s or 20 mean executions by default. */
  readonly loadWindow?: string;
  readonly slo?: string;
  readonly sloAttainment?: number;
}

export type ScenarioKey = keyof Scenario;

/** What a sweep runs: a scenario in which any option may have several values, each combined with all others. */
export type SweepScenario = {
  readonly [Key in keyof Scenario]: OneOrMany<NonNullable<Scenario[Key]>>;
};

/** A value as someone wrote it: on a command line all are text, in a file some are numbers. */
export type WrittenValue = string | number | boolean;

/** A scenario as someone wrote it: not checked, and without the defaults. */
export type WrittenScenario = { readonly [key in ScenarioKey]?: OneOrMany<WrittenValue> | undefined };
