export { type ArrivalSource, type Lengths, type Workload, WorkloadError } from './workload.js';
