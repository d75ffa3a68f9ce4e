export type { Cancellation } from './cancellations.js';
export { capacityOf, type CapacityOptions } from './capacity.js';
export { mergeSweep } from './merge-sweep.js';
export { bestPoint, lossOf } from './ranking.js';
export { neighborAxis } from './recommendation.js';
export type { AxisValue, Coordinates, SweepAxis } from './sweep-axis.js';
export { planSweep } from './plan-sweep.js';
export { type Run, run } from './run.js';
export { refuseStarvingLoop, type RunOptions } from './run-options.js';
export { simulate, type Simulation, type SimulationOptions } from './simulate.js';
export {
  type Configuration,
  coordinatesOf,
  type FixedBatchSize,
  type Recommendation,
  type RunPoint,
  type SweepGroup,
  type SweepPoint,
  type SweepRemark,
  type SweepResult,
} from './sweep-result.js';
