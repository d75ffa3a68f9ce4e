import { wholeNumber } from '../parameters.js';
import { WorkloadError } from '../workload.js';
import { aliasTable } from './alias-table.js';
import type { LengthDistribution } from './length-distribution.js';

export interface EmpiricalOptions {
  /** How often each value occurs, finite numbers ≥ 0 with a sum > 0, one per value (default: all alike). */
  readonly weights?: ArrayLike<number>;
  /** Default `empirical`. */
  readonly name?: string;
}

/**
 * One of the given lengths, each with the same probability or by its weight.
 * @param values whole numbers ≥ 0 (≥ 1 as an output), at least one; repeated values count repeatedly
 * @throws WorkloadError for other values or weights
 */
export function empirical(values: ArrayLike<number>, options: EmpiricalOptions = {}): LengthDistribution {
  const name = options.name ?? 'empirical';
  const count = values.length;
  if (count === 0) throw new WorkloadError(`${name}: expected at least one length, got none`);
  const lengths = Int32Array.from(values, (value, i) => wholeNumber(`${name}: length ${i + 1}`, value, 0));
  const weights = checkedWeights(name, options.weights, count);
  const pick = weights === null ? null : aliasTable(weights);
  return {
    name,
    least: leastOf(lengths, weights),
    mean: meanOf(lengths, weights),
    draw:
      pick === null
        ? (random) => lengths[Math.floor(random.next() * count)]!
        : (random) => lengths[pick(random)]!,
  };
}

function checkedWeights(
  name: string,
  weights: ArrayLike<number> | undefined,
  count: number,
): Float64Array | null {
  if (weights === undefined) return null;
  if (weights.length !== count) {
    throw new WorkloadError(`${name}: expected one weight per length, ${count}, got ${weights.length}`);
  }
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new WorkloadError(`${name}: weight ${i + 1}: expected a finite number ≥ 0, got ${weight}`);
    }
    sum += weight;
  }
  if (!(sum > 0 && sum < Infinity)) {
    throw new WorkloadError(`${name}: expected weights with a finite sum > 0, got ${sum}`);
  }
  return Float64Array.from(weights, (weight) => weight / sum);
}

function leastOf(lengths: Int32Array, weights: Float64Array | null): number {
  let least = Infinity;
  for (let i = 0; i < lengths.length; i++) {
    if (weights === null || weights[i]! > 0) least = Math.min(least, lengths[i]!);
  }
  return least;
}

function meanOf(lengths: Int32Array, weights: Float64Array | null): number {
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) sum += lengths[i]! * (weights === null ? 1 : weights[i]!);
  return weights === null ? sum / lengths.length : sum;
}
