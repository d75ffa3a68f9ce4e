import { renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readApiKeysFile, watchApiKeys } from '../../src/commands/api-keys-file.js';
import type { NamedApiKeys } from '../../src/server/api-keys.js';
import { ownFolder } from '../support/folder.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a line has a name and a key; comments, blank lines and Windows line ends are no keys', async (context) => {
  const file = join(await ownFolder(context), 'keys');
  writeFileSync(file, '# team\n\nalice: sk-1:2\r\nbob:sk-3\nalice:sk-4\n', { mode: 0o600 });
  expect(readApiKeysFile(file)).toMatchObject({
    keys: { alice: ['sk-1:2', 'sk-4'], bob: ['sk-3'] },
    isPublic: false,
  });
});

test.each([
  ['sk-secret\n', ':1: expected NAME:KEY, got a line without a name before a colon'],
  ['a:x\n:sk-secret\n', ':2: expected NAME:KEY, got a line without a name before a colon'],
  ['# none\n', ': apiKeys: expected at least one key, got none'],
  ['alice:sk-secret one\n', ': apiKeys.alice: expected one or more letters, digits and signs of ASCII'],
  ['sk-secret/1:alice\n', ': apiKeys: expected names of up to 64 letters, digits, _, - and .'],
])('%j is refused with its place, and no key is shown', async (text, message) => {
  const file = join('/tmp', `lockstep-keys-${process.pid}`);
  writeFileSync(file, text);
  expect(() => readApiKeysFile(file)).toThrow(`${file}${message}`);
  expect(() => readApiKeysFile(file)).not.toThrow('secret');
  unlinkSync(file);
});

test('a file that is not there is refused by the name of the option', () => {
  expect(() => readApiKeysFile('/nowhere/keys')).toThrow('--api-keys: cannot read /nowhere/keys: ENOENT');
});

test('other keys are found after a rename, a change in place, and a link that leads elsewhere', async (context) => {
  const folder = await ownFolder(context);
  const file = join(folder, 'keys');
  writeFileSync(join(folder, 'first'), 'alice:1\n');
  symlinkSync('first', file);
  const found: NamedApiKeys[] = [];
  const failed: string[] = [];
  const unwatch = watchApiKeys(readApiKeysFile(file), {
    changed: (keys) => found.push(keys),
    failed: ({ message }) => failed.push(message),
  });
  const look = () => vi.advanceTimersByTime(2000);
  look();
  expect(found).toEqual([]);

  // As a volume of a container is updated.
  writeFileSync(join(folder, 'second'), 'alice:2\n');
  symlinkSync('second', join(folder, 'next'));
  renameSync(join(folder, 'next'), file);
  look();
  writeFileSync(join(folder, 'second'), 'alice:3\n');
  look();
  writeFileSync(join(folder, 'third'), 'alice:4\nbob:5\n');
  renameSync(join(folder, 'third'), file);
  look();
  expect(found).toEqual([{ alice: ['2'] }, { alice: ['3'] }, { alice: ['4'], bob: ['5'] }]);
  expect(failed).toEqual([]);

  // What is no file of keys changes nothing, and is told of once.
  writeFileSync(file, 'nonsense\n');
  look();
  look();
  unlinkSync(file);
  look();
  look();
  expect(found).toHaveLength(3);
  expect(failed).toEqual([
    expect.stringContaining('expected NAME:KEY'),
    expect.stringContaining('ENOENT'),
  ] as string[]);
  writeFileSync(file, 'carol:6\n');
  look();
  expect(found.at(-1)).toEqual({ carol: ['6'] });
  unwatch();
  writeFileSync(file, 'carol:7\n');
  look();
  expect(found).toHaveLength(4);
});
