import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../../../../validation/src/families/index.js';
import { shortcomingsOfPublished } from '../../../../validation/src/shortcomings.js';
import { checkPublished } from '../../../../validation/src/validate.js';

describe.each(checkPublished())('$title', (table) => {
  test('is met', () => {
    expect(table.findings.length).toBeGreaterThan(3);
    expect(shortcomingsOfPublished([table])).toEqual([]);
  });
});

test('docs/validation.md tells of every family and every published table, and of no failure', () => {
  const read = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
  const document = read('validation.md');
  const items = read('validation-items.md');
  for (const { id } of FAMILIES) {
    expect(document).toMatch(new RegExp(`^\\| \\[${id}\\]\\(.*\\| all +\\|$`, 'm'));
    expect(items).toContain(`## ${id}\n`);
  }
  for (const { title } of checkPublished()) expect(document).toContain(`### ${title}\n`);
  for (const page of [document, items]) expect(page).not.toMatch(/\*\*(fail|no\*|\d+\*\* *\|)/);
});
