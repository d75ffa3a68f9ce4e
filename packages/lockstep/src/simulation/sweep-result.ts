import type { FixedBatchSize, Summary } from '../metrics/index.js';

/** One configuration of a sweep with its numbers. */
export interface SweepPoint extends Summary {
  /** Infinity means unbounded (JSON: null). */
  readonly batchSize: number;
  /** The wait rule as the command line writes it, such as `gap:100ms`. */
  readonly wait: string;
  /** Requests per second asked for; null where the workload keeps its own timing. */
  readonly rate: number | null;
}

/** What a sweep says about one arrival rate. Indices point into `SweepResult.points`. */
export interface RateResult {
  readonly rate: number | null;
  /**
   * Stable points that no other beats in both capacity and p99 E2E latency, by rising capacity; more loss counts as the
   * worse latency, whatever the p99.
   */
  readonly frontier: readonly number[];
  /** The point of the frontier where giving up latency stops paying; null with fewer than three points. */
  readonly knee: number | null;
  /** With an SLO: which point to run, and why its neighbors are worse. Null without one. */
  readonly recommendation: Recommendation | null;
  /** What was found, and what a reader has to know of it, in sentences. */
  readonly remarks: readonly RateRemark[];
}

/** One thing that a reader has to know of a sweep at one arrival rate. */
export interface RateRemark {
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
  /** A title of a few words. */
  readonly name: string;
  readonly sentence: string;
}

export interface Recommendation {
  /** Null when no point meets the SLO. */
  readonly point: number | null;
  readonly reason: string;
}

export interface SweepResult {
  readonly points: readonly SweepPoint[];
  readonly byRate: readonly RateResult[];
  readonly limitations: { readonly fixedBatchSize: FixedBatchSize | null };
}
