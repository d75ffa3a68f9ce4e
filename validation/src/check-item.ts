import { meanOf, shareOf, type Share } from './estimate.js';
import type { Family, RandomFamily } from './family.js';
import { brokenLaws } from './laws.js';
import { queueFoundOverAverage } from './pasta.js';
import type { Item } from './reference.js';
import { type Effort, replicate } from './replicate.js';
import { type Finding, judge, judgeBound } from './verdict.js';

export interface CheckedItem {
  readonly item: Item;
  readonly findings: readonly Finding[];
  /** Laws of every run that this one broke, in words; none for a computed item. */
  readonly brokenLaws: readonly string[];
  /** The queue that arrivals find, against its time average; null for a computed item, or all at once. */
  readonly queueSeen: { readonly isPoisson: boolean; readonly finding: Finding } | null;
}

/** Relative tolerance of what Poisson arrivals find, as of the figures that it goes with. */
const PASTA_TOLERANCE = 0.02;

/** Checks one item by its family. */
export function checkItem(family: Family, item: Item, effort: Effort): CheckedItem {
  if (family.kind === 'random') return simulateItem(family, item, effort);
  const computed = family.compute(item.inputs);
  const findings = Object.entries(item.expected).map(([quantity, expected]) => {
    const value = named(computed, quantity, item);
    return judge(quantity, expected, item.tolerance, { value, ci95: [value, value], ci999: [value, value] });
  });
  return { item, findings, brokenLaws: [], queueSeen: null };
}

function simulateItem(family: RandomFamily, item: Item, effort: Effort): CheckedItem {
  const system = family.system(item.inputs);
  const measured: Record<string, number | Share>[] = [];
  const overAverage: number[] = [];
  let broken: string[] = [];
  for (const replication of replicate(system, item.index, effort)) {
    measured.push(family.measure(replication));
    if (measured.length === 1) broken = brokenLaws(replication);
    overAverage.push(queueFoundOverAverage(replication));
  }
  const findings = Object.entries(item.expected).map(([quantity, expected]) => {
    const bounded = family.bounds?.[quantity];
    const found = combine(measured.map((one) => named(one, bounded ?? quantity, item)));
    return bounded === undefined
      ? judge(quantity, expected, item.tolerance, found)
      : judgeBound(`${bounded} ≤ ${quantity}`, expected, found);
  });
  const { kind, name } = system.arrivals;
  const queueSeen =
    kind === 'burst'
      ? null
      : {
          isPoisson: name.startsWith('poisson'),
          finding: judge('queue', 1, PASTA_TOLERANCE, meanOf(overAverage)),
        };
  return { item, findings, brokenLaws: broken, queueSeen };
}

function combine(figures: readonly (number | Share)[]) {
  const shares = figures.filter((figure): figure is Share => typeof figure === 'object');
  return shares.length > 0 ? shareOf(shares) : meanOf(figures as number[]);
}

function named<T>(figures: Readonly<Record<string, T>>, quantity: string, item: Item): T {
  const figure = figures[quantity];
  if (figure === undefined) throw new Error(`${item.id}: nothing measures ${quantity}`);
  return figure;
}
