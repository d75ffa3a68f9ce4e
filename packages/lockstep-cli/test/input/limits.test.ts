import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { parseScenario } from '../../src/input/parse-scenario.js';
import { readText } from '../../src/input/read-text.js';
import { refuseTooManyRequests } from '../../src/input/refuse-too-many.js';
import { ownFolder } from '../support/folder.js';

test('a file is read up to a limit, and so is what a gzip file holds', async (context) => {
  const folder = await ownFolder(context);
  const plain = join(folder, 'plain.csv');
  const packed = join(folder, 'packed.csv.gz');
  await writeFile(plain, 'x'.repeat(3e6));
  await writeFile(packed, gzipSync('x'.repeat(3e6)));
  for (const file of [plain, packed]) {
    expect(readText(file, 3e6)).toHaveLength(3e6);
    expect(() => readText(file, 2e6)).toThrow(
      `cannot read ${file}: expected at most 2 MB (unpacked, where it is gzipped), got more`,
    );
  }
  expect(() => readText('/dev/zero', 2e6)).toThrow('expected at most 2 MB');
});

test('a scenario file has a limit, and its keys are told apart in time that is linear in their number', () => {
  const keys = Array.from({ length: 15_000 }, (_, i) => `k${i}: 1`).join('\n');
  expect(() => parseScenario('s.yaml', keys)).toThrow('s.yaml: unknown key "k0"');
  expect(() => parseScenario('s.yaml', 'a'.repeat(200_001))).toThrow(
    's.yaml: expected a scenario of at most 200,000 characters, got 200,001',
  );
  expect(() => parseScenario('s.yaml', 'seed: 1\nwait: full\nseed: 2\n')).toThrow(
    's.yaml:3:1: expected YAML or JSON: Map keys must be unique',
  );
});

test('more requests than fit into memory are refused before they are drawn', () => {
  const scenario = readScenario({ requests: 1e9 });
  expect(() => refuseTooManyRequests([scenario], 1, 12e9)).toThrow(
    '--requests: expected at most 100,000,000, which fit into the 12.0 GB of memory that are free, got 1,000,000,000',
  );
  expect(() => refuseTooManyRequests([readScenario({ requests: 6e7 })], 2, 12e9)).toThrow(
    'expected at most 50,000,000, which fit into the 12.0 GB of memory that are free, in 2 runs at once',
  );
  refuseTooManyRequests([readScenario({ requests: 1e8 })], 1, 12e9);
});
