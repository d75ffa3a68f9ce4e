/** A figure from several replications, with the intervals that say how well they know it. */
export interface Estimate {
  readonly value: number;
  readonly ci95: readonly [low: number, high: number];
  readonly ci999: readonly [low: number, high: number];
}

/** So many of so many independent trials. */
export interface Share {
  readonly hits: number;
  readonly trials: number;
}

/** Two-sided quantiles of Student's t by degrees of freedom, 95 % and 99.9 %. */
const STUDENT: Readonly<Record<number, readonly [t95: number, t999: number]>> = {
  9: [2.262157162798205, 4.780912585931217],
  29: [2.045229642132703, 3.6594050194663748],
};

/** Two-sided quantiles of the normal distribution, 95 % and 99.9 %. */
const NORMAL = [1.959963984540054, 3.2905267314919255] as const;

/** The mean of one figure per independent replication, with Student's t intervals. */
export function meanOf(figures: readonly number[]): Estimate {
  const count = figures.length;
  const t = STUDENT[count - 1];
  if (t === undefined) throw new Error(`expected 10 or 30 replications, got ${count}`);
  const value = figures.reduce((sum, figure) => sum + figure, 0) / count;
  const squares = figures.reduce((sum, figure) => sum + (figure - value) ** 2, 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  return { value, ci95: around(value, t[0] * error), ci999: around(value, t[1] * error) };
}

/**
 * A share of independent trials with Wilson's score intervals (JASA 22, 1927), which stay true for rare events,
 * where replications without a single one would claim certainty.
 */
export function shareOf(shares: readonly Share[]): Estimate {
  const hits = shares.reduce((sum, share) => sum + share.hits, 0);
  const trials = shares.reduce((sum, share) => sum + share.trials, 0);
  const value = hits / trials;
  const [z95, z999] = NORMAL;
  return { value, ci95: wilson(value, trials, z95), ci999: wilson(value, trials, z999) };
}

function wilson(share: number, trials: number, z: number): [number, number] {
  const weight = 1 + (z * z) / trials;
  const center = (share + (z * z) / (2 * trials)) / weight;
  const half = (z / weight) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [share === 0 ? 0 : center - half, share === 1 ? 1 : center + half];
}

function around(value: number, half: number): [number, number] {
  return [value - half, value + half];
}
