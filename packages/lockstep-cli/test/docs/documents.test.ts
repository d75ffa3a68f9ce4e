import { expect, test } from 'vitest';
import {
  DOCUMENTS,
  examplePaths,
  read,
  refreshedDocument,
  refreshedExample,
} from '../../../../scripts/docs/documents.mjs';

const STALE = 'run "npm run docs", then read the sentences around what has changed';

test.each(DOCUMENTS)('%s shows what its commands print now', async (path) => {
  expect(await refreshedDocument(path), STALE).toBe(await read(path));
});

test('each example prints what its last comment says', async () => {
  const paths = await examplePaths();
  expect(paths.length).toBeGreaterThanOrEqual(6);
  for (const path of paths) expect(await refreshedExample(path), `${path}: ${STALE}`).toBe(await read(path));
});
