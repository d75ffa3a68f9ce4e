import type { CheckedItem } from './check-item.js';
import type { Finding } from './verdict.js';

/** Findings, counted. */
export interface Tally {
  readonly findings: number;
  readonly failed: readonly string[];
  /** Findings with noise of their own, and how many of them lie outside their 95 % interval. */
  readonly noisy: number;
  readonly outside95: number;
}

export function tallyOf(items: readonly CheckedItem[]): Tally {
  return tally(items.flatMap(({ item, findings }) => findings.map((finding) => ({ item, finding }))));
}

/** What Poisson arrivals find, counted. */
export function tallyOfPasta(items: readonly CheckedItem[]): Tally {
  return tally(
    items.flatMap(({ item, queueSeen }) =>
      queueSeen?.isPoisson ? [{ item, finding: queueSeen.finding }] : [],
    ),
  );
}

function tally(all: readonly { item: CheckedItem['item']; finding: Finding }[]): Tally {
  const noisy = all.filter(({ finding }) => finding.outside95 !== null);
  return {
    findings: all.length,
    failed: all
      .filter(({ finding }) => !finding.passes)
      .map(
        ({ item, finding }) =>
          `${item.id} ${JSON.stringify(item.inputs)}: ${finding.quantity} ${finding.found.value}, ` +
          `expected ${finding.expected}`,
      ),
    noisy: noisy.length,
    outside95: noisy.filter(({ finding }) => finding.outside95).length,
  };
}
