export type { Cancellation } from './cancellations.js';
export { capacityOf, type CapacityOptions } from './capacity.js';
export { mergeSweep } from './merge-sweep.js';
export { bestPoint } from './ranking.js';
export { planSweep, type SweepConfiguration } from './plan-sweep.js';
export { type Run, run } from './run.js';
export { refuseStarvingLoop, type RunOptions } from './run-options.js';
export { simulate, type Simulation, type SimulationOptions } from './simulate.js';
export type { RateRemark, RateResult, Recommendation, SweepPoint, SweepResult } from './sweep-result.js';
