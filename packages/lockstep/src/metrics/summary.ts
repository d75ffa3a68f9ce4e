/** A 95 % confidence interval, [low, high]; null where it would mean nothing: `Summary.intervals` says why. */
export type Interval = readonly [low: number, high: number] | null;

/**
 * A distribution in numbers. Percentiles interpolate linearly between order statistics (numpy's default).
 * Every field but `count` is null when there is nothing to describe.
 */
export interface Distribution {
  readonly count: number;
  readonly mean: number | null;
  readonly meanCi95: Interval;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p99Ci95: Interval;
  readonly max: number | null;
}

/** One run in numbers: docs/metrics.md gives each formula. Null means not applicable, never zero. */
export interface Summary {
  readonly requests: {
    readonly submitted: number;
    readonly completed: number;
    readonly rejected: number;
    readonly cancelled: number;
    /** Those whose deadline came before their answer. */
    readonly expired: number;
    /** Those that a real engine answered with an error. */
    readonly failed: number;
  };
  readonly batches: {
    readonly count: number;
    readonly meanSize: number | null;
    readonly closedBy: {
      readonly full: number;
      readonly wait: number;
      readonly end: number;
      readonly drain: number;
    };
    /** Batches that a cost model of measured points had to extrapolate. */
    readonly extrapolated: number;
  };
  /** Last releasedAt − first arrivedAt (ms). */
  readonly makespanMs: number | null;
  readonly throughput: {
    readonly requestsPerSecond: number | null;
    readonly requestsPerSecondCi95: Interval;
    readonly outputTokensPerSecond: number | null;
    readonly outputTokensPerSecondCi95: Interval;
  };
  /** What the engine sustains with full batches; null when batches are unbounded. */
  readonly capacity: Capacity | null;
  /** What each engine did. */
  readonly engines: readonly EngineFigures[];
  /** Busy time of all engines / (makespan × engines). */
  readonly utilization: number | null;
  readonly occupancy: number | null;
  readonly paddingWaste: number | null;
  readonly decodeWaste: number | null;
  /** Arrivals that do not depend on answers; null for a closed loop, all at once, and where it is not known. */
  readonly arrivalRate: ArrivalRate | null;
  /** Arrival rate / capacity. */
  readonly offeredLoad: number | null;
  /** The offered load window by window; null where there is none, and where the arrivals span less than one window. */
  readonly loadPerWindow: LoadPerWindow | null;
  /**
   * Offered load < 1, or a bound on the queue (a limit, a deadline of every request) that this run is long enough to
   * reach: then what cannot be served is lost, and latencies do not grow with the run. Null where there is no offered
   * load (closed loop, all at once, unbounded batches).
   */
  readonly stable: boolean | null;
  /** The wait rule closed batches, and no batch of the whole run was full: a larger batch size would change none. */
  readonly limitedByWaitRule: boolean;
  /** Rejected, expired and failed / submitted, of the requests that are measured: their latency is in no figure. */
  readonly lossShare: number | null;
  readonly intervals: Intervals;
  /** Time averages over the makespan (Lq and L). */
  readonly queueLength: { readonly waiting: number | null; readonly inSystem: number | null };
  readonly queueDelayMs: Distribution;
  readonly blockedMs: Distribution;
  readonly formingMs: Distribution;
  /** Over batches; all others are over completed requests. */
  readonly executionMs: Distribution;
  readonly heldMs: Distribution;
  readonly ttftMs: Distribution;
  readonly tpotMs: Distribution;
  readonly e2eLatencyMs: Distribution;
  readonly slowdown: Distribution;
  readonly limitations: Limitations;
  /** What the reader has to know of these figures, the most important first. */
  readonly remarks: readonly Remark[];
  readonly slo?: SloResult;
}

/** What one engine did. */
export interface EngineFigures {
  /** Batches that are measured. */
  readonly batches: number;
  /** How long it ran batches within the makespan (ms). */
  readonly busyMs: number;
  /** That by the makespan; null where no request completed. */
  readonly utilization: number | null;
}

/** Whether a run has 95 % intervals: by its configuration and its length alone, never by what happened in it. */
export interface Intervals {
  /** Of means, p99 and throughput; of a distribution only where it has at least 4,000 values. */
  readonly given: boolean;
  /**
   * Why there are none; null where they are given. `unstable`: latencies grow with the run; `short`: fewer requests
   * than needed; `burst`: all at once, so nothing repeats; `unknown`: no offered load tells how long a run has to be.
   */
  readonly reason: 'unstable' | 'short' | 'burst' | 'unknown' | null;
  /** The least requests (after the warm-up) of a run of this configuration that has them; null where no number does. */
  readonly requestsNeeded: number | null;
}

export interface ArrivalRate {
  readonly requestsPerSecond: number;
  /** Whether it was measured in the run, (n − 1) / (last − first arrival), because no rate was given. */
  readonly measured: boolean;
}

export interface LoadPerWindow {
  /** Length of a window (ms). */
  readonly windowMs: number;
  /** The highest offered load of a window. */
  readonly peak: number;
  /** Share of the windows with an offered load above 1. */
  readonly shareAbove1: number;
}

/** One thing that a reader has to know of a run, in a sentence. */
export interface Remark {
  readonly kind: 'unstable' | 'lost' | 'peaks' | 'extrapolated' | 'limited' | 'no-intervals';
  readonly sentence: string;
}

export interface Capacity {
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  /** Standard deviation / mean of the execution of a full batch. */
  readonly executionCv: number;
}

/** What the five limitations of static batching cost in this run. */
export interface Limitations {
  readonly headOfLineBlocking: {
    readonly meanBlockedMs: number | null;
    /** Mean slowdown of the quarter of requests that take least time alone, and of the quarter that take most. */
    readonly shortestQuarterSlowdown: number | null;
    readonly longestQuarterSlowdown: number | null;
    readonly sentence: string;
  };
  readonly batchFormationDelay: {
    readonly meanFormingMs: number | null;
    /** Share of batches that the wait rule closed. */
    readonly closedByWaitShare: number | null;
    readonly sentence: string;
  };
  readonly wastedSlots: {
    readonly decodeWaste: number | null;
    readonly meanHeldMs: number | null;
    readonly paddingWaste: number | null;
    readonly sentence: string;
  };
  /** Null for a single run: what keeping one size costs takes a sweep over at least two arrival rates. */
  readonly fixedBatchSize: null;
  readonly noPrioritization: {
    /** Mean slowdown by tenths of the requests, from those that take least time alone to those that take most. */
    readonly slowdownByDecile: readonly (number | null)[];
    readonly sentence: string;
  };
}

/** Latency targets (ms) and the share of submitted requests that must meet all of them. */
export interface Slo {
  readonly e2eMs?: number;
  readonly ttftMs?: number;
  readonly tpotMs?: number;
  /** In (0, 1]. */
  readonly attainment: number;
}

export interface SloResult extends Slo {
  /** Share of submitted requests that met every target. */
  readonly attained: number | null;
  /** Those per second of makespan. */
  readonly goodput: number | null;
  /** attained ≥ attainment, in a run that is not unstable. */
  readonly met: boolean;
}
