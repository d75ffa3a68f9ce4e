import type { WaitRule } from 'lockstep/core';
import type { CostModel } from 'lockstep/cost';
import type { LengthDistribution, OpenArrivals } from 'lockstep/workload';

/** What a random item describes: a workload, and the scheduler and engine that serve it. */
export interface System {
  readonly arrivals: OpenArrivals;
  readonly wait: WaitRule;
  readonly maxBatchSize: number;
  readonly cost: CostModel;
  /** Default: 1 token each. */
  readonly promptTokens?: LengthDistribution;
  /** Default: 1 token each. */
  readonly outputTokens?: LengthDistribution;
}
