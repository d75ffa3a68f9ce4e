/** No name is half as long as that. */
const MOST_LETTERS = 100;

/**
 * The name that the writer of `word` probably meant: one that goes on where the word ends, else one at most
 * three edits away and more alike than not.
 * @returns null when no name is that close
 */
export function nearest(word: string, names: Iterable<string>): string | null {
  const known = [...names];
  if (word.length > MOST_LETTERS) return null;
  const longer =
    word.length < 2 ? [] : known.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
  if (longer.length > 0) return longer.at(-1)!;
  let best: string | null = null;
  let fewest = 4;
  for (const name of known) {
    const edits = editDistance(word.toLowerCase(), name.toLowerCase());
    const length = Math.max(word.length, name.length);
    if (edits < fewest && edits <= length * 0.5) {
      best = name;
      fewest = edits;
    }
  }
  return best;
}

/** The end of an error message: `; did you mean "full"?`, or nothing when no name is close. */
export function didYouMean(word: string, names: Iterable<string>, tail = ''): string {
  const name = nearest(word, names);
  return name === null ? '' : `; did you mean "${name}${tail}"?`;
}

/**
 * Fewest insertions, deletions, replacements and swaps of neighbors that turn one word into the other
 * (optimal string alignment, the restricted Damerau–Levenshtein distance).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = last[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      row[j] = Math.min(replace, last[j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}
