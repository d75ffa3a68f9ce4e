/** A picture by the name of its chart. */
export interface Picture {
  readonly chart: string;
  readonly label: string;
}

export const RUN_PICTURES: readonly Picture[] = [
  { chart: 'timeline', label: 'Timeline by request' },
  { chart: 'timeline-by-slot', label: 'Timeline by slot' },
  { chart: 'where-time-goes', label: 'Where the time goes' },
  { chart: 'distributions', label: 'Distributions' },
];

export const SWEEP_PICTURES: readonly Picture[] = [
  { chart: 'trade-off', label: 'Trade-off' },
  { chart: 'latency', label: 'Latency' },
  { chart: 'throughput', label: 'Throughput' },
  { chart: 'where-time-goes', label: 'Where the time goes' },
  { chart: 'heatmap', label: 'Batch size × rate' },
];
