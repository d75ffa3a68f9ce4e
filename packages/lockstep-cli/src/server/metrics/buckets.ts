/**
 * Buckets in seconds: those of vLLM's histograms of the same names, and finer ones below, for models that answer within
 * milliseconds.
 */
export const LATENCY_BUCKETS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50,
  60, 120, 240, 480, 960, 1920, 7680,
];
export const FIRST_TOKEN_BUCKETS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
  2560,
];
export const PER_TOKEN_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5,
  10, 20, 40, 80,
];

/** Tokens of a request, as vLLM has them for a context of a million. */
export const TOKEN_BUCKETS = [1, 10, 100, 1000, 10_000, 100_000].flatMap((power) => [
  power,
  2 * power,
  5 * power,
]);

/** Shares of one. */
export const RATIO_BUCKETS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Powers of two up to a batch's most. */
export function sizeBuckets(maxBatchSize: number): number[] {
  const most = Math.min(maxBatchSize, 1024);
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, power) => 2 ** power);
  return powers.at(-1) === most ? powers : [...powers, most];
}
