import { isCovered } from '../coverage.js';
import { FAMILIES } from '../families/index.js';
import { isReplayed } from '../shortcomings.js';
import { tallyOf, tallyOfPasta } from '../tally.js';
import type { Validation } from '../validate.js';
import { markdownTable } from './markdown-table.js';

/** The page on which every item stands, beside this one. */
export const ITEMS_PAGE = 'validation-items.md';

/** One line for each thing that is compared: how many of its figures pass. */
export function verdictsSection({ items, coverage, study, live, published }: Validation): string {
  const broken = items.filter(({ brokenLaws }) => brokenLaws.length > 0).length;
  const rows = [
    ...FAMILIES.map(({ id, about }) => {
      const { findings, failed } = tallyOf(items.filter(({ item }) => item.id === id));
      return row(`[${id}](${ITEMS_PAGE}#${id.toLowerCase()})`, about, findings, failed.length);
    }),
    row('[laws](#laws-of-every-run)', "Little's laws and two balances, of each run", items.length, broken),
    ...[tallyOfPasta(items)].map(({ findings, failed }) =>
      row('[PASTA](#what-arrivals-see)', 'what Poisson arrivals find', findings, failed.length),
    ),
    row(
      '[intervals](#coverage-of-the-intervals)',
      'how often the 95 % intervals hold the true value',
      coverage.length,
      coverage.filter((found) => !isCovered(found)).length,
    ),
    row(
      '[study](#the-studys-own-runs)',
      'real runs of the study, replayed',
      study.length,
      study.filter(({ sameBatches }) => !sameBatches).length,
    ),
    row(
      '[live](#live-against-simulated)',
      'runs on real engines, simulated afterwards',
      live.length,
      live.filter((run) => !isReplayed(run)).length,
    ),
    ...published.map(({ title, findings }) => {
      const judged = findings.filter(({ passes }) => passes !== null);
      const failed = judged.filter(({ passes }) => !passes).length;
      return row('[published](#published-measurements)', title, judged.length, failed);
    }),
  ];
  return `## Verdicts\n\n${markdownTable(['check', 'compared with', 'figures', 'pass'], rows)}`;
}

function row(check: string, what: string, figures: number, failed: number): string[] {
  return [check, what, String(figures), failed === 0 ? 'all' : `**${figures - failed}**`];
}
