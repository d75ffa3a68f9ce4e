import { describe, expect, test } from 'vitest';
import { checkItem, type CheckedItem } from '../../../../validation/src/check-item.js';
import { FAMILIES, NOT_CHECKED } from '../../../../validation/src/families/index.js';
import { readReference } from '../../../../validation/src/reference.js';
import { SHORT_EFFORT } from '../../../../validation/src/replicate.js';
import { FIGURES } from '../../../../validation/src/coverage.js';
import { validationDocument } from '../../../../validation/src/report/document.js';
import { itemsDocument } from '../../../../validation/src/report/items.js';
import { shortcomingsOfItems } from '../../../../validation/src/shortcomings.js';
import { replayStudy } from '../../../../validation/src/study.js';
import { checkPublished, forgottenItems } from '../../../../validation/src/validate.js';

// `npm run validate` does the same with 12 times as many requests, and writes docs/validation.md.

const { items } = readReference();

test('every item of the reference is checked, but for those left out knowingly', () => {
  expect(forgottenItems()).toEqual([]);
  expect([...NOT_CHECKED]).toEqual(['multibin_uniform', 'multibin_exp']);
  const families = FAMILIES.map(({ id }) => id);
  expect(new Set(families).size).toBe(families.length);
  expect(families.filter((id) => !items.some((item) => item.id === id))).toEqual([]);
});

describe('by the pass rule', () => {
  const checked: CheckedItem[] = [];

  describe.each(FAMILIES)('$id', (family) => {
    test.each(items.filter(({ id }) => id === family.id))('$inputs', (item) => {
      const outcome = checkItem(family, item, SHORT_EFFORT);
      checked.push(outcome);
      expect(outcome.findings.filter(({ passes }) => !passes)).toEqual([]);
    });
  });

  test('all together: laws hold, Poisson arrivals see time averages, about 1 in 20 lies outside its 95 % interval', () => {
    expect(checked).toHaveLength(items.filter(({ id }) => !NOT_CHECKED.has(id)).length);
    expect(shortcomingsOfItems(checked)).toEqual([]);
  });

  test('the document tells it', () => {
    const document = validationDocument({
      effort: SHORT_EFFORT,
      items: checked,
      coverageRuns: 20,
      coverage: FIGURES.map((figure) => ({
        system: 'M/D/1' as const,
        load: 0.5,
        requests: 4_000,
        figure,
        truth: 1_500,
        runs: 20,
        intervals: 20,
        holding: 19,
      })),
      study: replayStudy(),
      live: [
        {
          engine: 'simulated',
          options: '--engine simulated',
          requests: 20,
          meanLatencyMs: 900,
          meanAbsoluteMs: 1.5,
          largestAbsoluteMs: 4,
          batches: 9,
          sameBatches: 8,
        },
      ],
      published: checkPublished(),
    });
    expect(document).toMatch(/\d+ items, \d+ figures: \*\*\d+ pass, 0 fail\*\*/);
    expect(document).toContain('| 900.0 | 1.50 | 4.00 | 8 of 9 |');
    expect(document).toContain('| M/D/1 | 0.5 | 4,000 | 95.0\u00a0% |');
    expect(itemsDocument(checked)).not.toMatch(/NaN|undefined/);
    expect(document).not.toMatch(/NaN|undefined/);
  });
});
