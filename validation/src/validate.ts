import { checkItem, type CheckedItem } from './check-item.js';
import type { Coverage } from './coverage.js';
import { FAMILIES, NOT_CHECKED } from './families/index.js';
import { type LiveFinding, runLive } from './live.js';
import { measureCoverage } from './measure-coverage.js';
import { PUBLISHED } from './published/index.js';
import type { PublishedFinding } from './published/published.js';
import { type Item, readReference } from './reference.js';
import type { Effort } from './replicate.js';
import { type ReplayedRun, replayStudy } from './study.js';

/** All that a validation found. */
export interface Validation {
  readonly effort: Effort;
  readonly items: readonly CheckedItem[];
  readonly coverageRuns: number;
  readonly coverage: readonly Coverage[];
  readonly study: readonly ReplayedRun[];
  readonly live: readonly LiveFinding[];
  readonly published: readonly PublishedTableFindings[];
}

export interface PublishedTableFindings {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly findings: readonly PublishedFinding[];
}

/** Runs everything. @param tell is told what has been done, step by step */
export async function validate(
  effort: Effort,
  coverageRuns: number,
  tell: (progress: string) => void,
): Promise<Validation> {
  const items = checkItems(effort, tell);
  return {
    effort,
    items,
    coverageRuns,
    coverage: await measureCoverage(coverageRuns, tell),
    study: replayStudy(),
    live: await runLive(tell),
    published: checkPublished(),
  };
}

/** Checks all items of the reference file that have a family, family by family. */
export function checkItems(effort: Effort, tell: (progress: string) => void = () => {}): CheckedItem[] {
  const { items } = readReference();
  return FAMILIES.flatMap((family) => {
    const own = items.filter(({ id }) => id === family.id);
    const checked = own.map((item) => checkItem(family, item, effort));
    tell(`${family.id} (${own.length} items)`);
    return checked;
  });
}

/** Items that no family checks, though they are not among those left out knowingly. */
export function forgottenItems(): Item[] {
  return readReference().items.filter(
    ({ id }) => !NOT_CHECKED.has(id) && !FAMILIES.some((family) => family.id === id),
  );
}

export function checkPublished(): PublishedTableFindings[] {
  const { published } = readReference();
  return published.map((table) => {
    const check = PUBLISHED.find(({ id }) => id === table.id);
    if (check === undefined) throw new Error(`nothing checks the published table ${table.id}`);
    return { id: table.id, title: check.title, source: table.source, findings: check.check(table) };
  });
}
