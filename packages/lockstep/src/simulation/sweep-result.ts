import type { Release, Summary } from '../metrics/index.js';
import type { Coordinates, SweepAxis } from './sweep-axis.js';

/** What every run is called by. */
export interface Configuration {
  /** Infinity means unbounded (JSON: null). */
  readonly batchSize: number;
  /** The wait rule as the command line writes it, such as `gap:100ms`. */
  readonly wait: string;
  /** Requests per second asked for; null where the workload keeps its own timing. */
  readonly rate: number | null;
  /** When answers leave. */
  readonly release: Release;
}

/** One run with its numbers. */
export interface RunPoint extends Configuration, Summary {}

/** One run of a sweep with its numbers. */
export interface SweepPoint extends RunPoint {
  /** Where it stands: the value of each axis. */
  readonly coordinates: Coordinates;
}

/** Where a run stands as a point among others. */
export function coordinatesOf({ batchSize, wait, rate }: Configuration): Coordinates {
  return { batchSize: batchSize === Infinity ? 'inf' : batchSize, wait, ...(rate !== null && { rate }) };
}

/** What a sweep says about points that can be compared: those under equal conditions, such as one arrival rate. */
export interface SweepGroup {
  /** The value of each axis that is a condition; none where there is no such axis. */
  readonly conditions: Coordinates;
  /** Its points, as indices into `SweepResult.points`. */
  readonly points: readonly number[];
  /**
   * Stable points that no other beats in both capacity and p99 E2E latency, by rising capacity; more loss counts as the
   * worse latency, whatever the p99. Indices.
   */
  readonly frontier: readonly number[];
  /** The point of the frontier where giving up latency stops paying (an index); null with fewer than three points. */
  readonly knee: number | null;
  /** With an SLO: which point to run, and why its neighbors are worse. Null without one. */
  readonly recommendation: Recommendation | null;
  /** What was found, and what a reader has to know of it, in the order in which it is said. */
  readonly remarks: readonly SweepRemark[];
}

/** One thing that a reader has to know of a group of points. */
export interface SweepRemark {
  readonly kind:
    | 'recommended'
    | 'frontier'
    | 'knee'
    | 'unstable'
    | 'lost'
    | 'peaks'
    | 'extrapolated'
    | 'limited'
    | 'unbounded';
  /** The points that it is about (indices). */
  readonly points: readonly number[];
}

export type Recommendation = Recommended | NotRecommended;

export interface Recommended {
  /** The point to run (an index). */
  readonly point: number;
  /** Its neighbors along the axis of batch sizes, or the first axis of quantities that varies, and why not them. */
  readonly neighbors: readonly {
    readonly point: number;
    /** In the order in which points are compared; `as-fast` is slower by at most 2 %, or not at all. */
    readonly code:
      'unstable' | 'none-completed' | 'misses' | 'attains-less' | 'loses-more' | 'slower' | 'as-fast';
  }[];
}

export interface NotRecommended {
  readonly point: null;
  readonly code: 'none-stable' | 'none-completed' | 'none-meets';
  /** The point that comes nearest to the SLO, where some come near at all. */
  readonly nearest: number | null;
}

/** What keeping one configuration costs when the load changes. */
export interface FixedBatchSize {
  /**
   * What "best" means, among stable points: the highest goodput where an SLO is given; else the fewest requests lost,
   * compared in completed requests/s, where some are; else the lowest p99.
   */
  readonly criterion: 'p99' | 'goodput' | 'throughput';
  /** The best point at each rate (an index) and its figure; null where none can be ranked. */
  readonly bestByRate: readonly {
    readonly rate: number;
    readonly point: number | null;
    readonly value: number | null;
  }[];
  /**
   * The configuration that loses least over all rates, as its point at the first rate (an index), and what it loses at
   * the worst of them (0.2 = 20 % worse).
   */
  readonly keep: { readonly point: number; readonly regret: number } | null;
}

export interface SweepResult {
  /** What is varied, and what every run is called by: batch size and wait rule, and the arrival rate if there is one. */
  readonly axes: readonly SweepAxis[];
  readonly points: readonly SweepPoint[];
  /** One group where no axis is a condition. */
  readonly groups: readonly SweepGroup[];
  readonly limitations: {
    /** Null unless at least two rates were swept, and no other condition. */
    readonly fixedBatchSize: FixedBatchSize | null;
  };
}
