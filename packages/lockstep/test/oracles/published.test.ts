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
  const document = readFileSync(new URL('../../../../docs/validation.md', import.meta.url), 'utf8');
  for (const { id } of FAMILIES) expect(document).toContain(`### ${id}\n`);
  for (const { title } of checkPublished()) expect(document).toContain(`### ${title}\n`);
  expect(document).not.toContain('**fail**');
  expect(document).not.toContain('**no**');
});
