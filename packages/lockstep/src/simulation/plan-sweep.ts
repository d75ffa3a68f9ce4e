import { ConfigurationError } from '../core/index.js';

const MOST_POINTS = 10_000;

/** Lists of values, each by the name of what it varies. */
type Lists = Readonly<Record<string, readonly unknown[]>>;

/** One combination: a value of each list. */
type Combination<L extends Lists> = { readonly [Name in keyof L]: L[Name][number] };

/**
 * Every combination of some lists, in the order of a sweep's points: the first list goes by fastest.
 * @throws ConfigurationError when a list is empty, or for more than 10,000 points
 */
export function planSweep<const L extends Lists>(lists: L): Combination<L>[] {
  const names: (keyof L & string)[] = Object.keys(lists);
  const empty = names.find((name) => lists[name]!.length === 0);
  if (empty !== undefined) throw new ConfigurationError(`sweep: expected at least one ${empty}, got none`);
  const count = names.reduce((product, name) => product * lists[name]!.length, 1);
  if (count > MOST_POINTS) {
    const factors = names.map((name) => `${lists[name]!.length} of ${name}`);
    throw new ConfigurationError(
      `sweep: expected at most ${MOST_POINTS} points, got ${count} (${factors.join(' × ')})`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    const combination: { [Name in keyof L]?: L[Name][number] } = {};
    for (const name of names) {
      const values = lists[name]!;
      combination[name] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    return combination as Combination<L>;
  });
}
