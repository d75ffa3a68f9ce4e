import { randomStream } from '../random/index.js';
import type { Arrivals, OpenArrivals } from './arrivals/arrivals.js';
import { ClosedLoopSource } from './closed-loop-source.js';
import { ColumnSource, type RequestColumns } from './column-source.js';
import { fixed } from './lengths/fixed.js';
import type { LengthDistribution } from './lengths/length-distribution.js';
import { wholeNumber } from './parameters.js';
import { type Workload, WorkloadError } from './workload.js';

export interface GeneratedWorkloadOptions {
  readonly arrivals: Arrivals;
  /** Default: 1 token each. */
  readonly promptTokens?: LengthDistribution;
  /** At least 1 token each: a law whose zeros are only rounding has them made ones, any other is refused. */
  readonly outputTokens: LengthDistribution;
  /** Requests, a whole number ≥ 1. */
  readonly count: number;
  /** An integer of at most 53 bits (default 1). */
  readonly seed?: number;
}

/**
 * Draws a workload from its description. Arrivals, prompt lengths, output lengths and every user of a closed
 * loop have random streams of their own, so that changing one never changes the draws of another, and neither
 * does the scheduler. Requests that do not depend on answers are drawn once, at the first `open`, and shared.
 * @throws WorkloadError for an invalid count or seed, or outputs that could have no token
 */
export function generatedWorkload(options: GeneratedWorkloadOptions): Workload {
  const { arrivals, promptTokens = fixed(1), seed = 1 } = options;
  const outputTokens = asOutput(options.outputTokens);
  const count = wholeNumber('requests', options.count, 1);
  if (!Number.isSafeInteger(seed)) {
    throw new WorkloadError(`seed: expected an integer of at most 53 bits, got ${seed}`);
  }
  const drawLengths: Workload['drawLengths'] = (random, into) => {
    into.promptTokens = promptTokens.draw(random);
    into.outputTokens = outputTokens.draw(random);
  };
  if (arrivals.kind === 'closed') {
    const plan = { arrivals, promptTokens, outputTokens, count, seed };
    return {
      count,
      kind: 'closed',
      users: arrivals.users,
      drawLengths,
      open: () => new ClosedLoopSource(plan),
    };
  }
  let columns: RequestColumns | undefined;
  return {
    count,
    kind: arrivals.kind,
    rate: arrivals.rate,
    dispersion: arrivals.dispersion,
    drawLengths,
    open: () =>
      new ColumnSource((columns ??= drawColumns(arrivals, promptTokens, outputTokens, count, seed))),
  };
}

function asOutput(lengths: LengthDistribution): LengthDistribution {
  if (lengths.least >= 1) return lengths;
  if (lengths.atLeastOne !== undefined) return lengths.atLeastOne();
  throw new WorkloadError(`output tokens: expected at least 1 token each, but ${lengths.name} can give 0`);
}

function drawColumns(
  arrivals: OpenArrivals,
  promptTokens: LengthDistribution,
  outputTokens: LengthDistribution,
  count: number,
  seed: number,
): RequestColumns {
  const arrivedAt = new Float64Array(count);
  arrivals.draw(randomStream(seed, 'arrivals'), arrivedAt);
  if (!Number.isFinite(arrivedAt[count - 1])) {
    throw new WorkloadError(
      `${arrivals.name}: expected ${count} arrivals at finite instants, got too large gaps`,
    );
  }
  return {
    arrivedAt,
    promptTokens: drawLengthColumn(promptTokens, seed, 'prompt tokens', count),
    outputTokens: drawLengthColumn(outputTokens, seed, 'output tokens', count),
  };
}

function drawLengthColumn(
  lengths: LengthDistribution,
  seed: number,
  purpose: string,
  count: number,
): Int32Array {
  const random = randomStream(seed, purpose);
  const column = new Int32Array(count);
  for (let i = 0; i < count; i++) column[i] = lengths.draw(random);
  return column;
}
