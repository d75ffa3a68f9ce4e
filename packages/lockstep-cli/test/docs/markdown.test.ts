import { expect, test } from 'vitest';
import { commandsOf, refreshed } from '../../../../scripts/docs/markdown.mjs';
import { withPrints } from '../../../../scripts/docs/prints.mjs';

const FENCE = '```';
const TEXT = [
  'Before.',
  `${FENCE}console`,
  '$ lockstep simulate \\',
  '    --batch-size 4',
  'old output',
  '',
  '$ node examples/one.js',
  FENCE,
  'Between, with a $ sign.',
  `${FENCE}ts examples/one.ts`,
  'old text',
  FENCE,
  `${FENCE}ts`,
  'untouched();',
  FENCE,
  `${FENCE}sh`,
  'npm install',
  'npx lockstep sweep \\',
  '  --rate 3',
  FENCE,
  '',
].join('\n');

test('finds the commands, continued lines joined', () => {
  expect(commandsOf(TEXT)).toEqual([
    'lockstep simulate --batch-size 4',
    'node examples/one.js',
    'lockstep sweep --rate 3',
  ]);
});

test('replaces outputs and files, and nothing else', async () => {
  const outputOf = async (command: string) => `output of ${command}\n\n`;
  const read = async (path: string) => `text of ${path}\n`;
  const after = await refreshed(TEXT, { outputOf, read });
  expect(after).toBe(
    TEXT.replace('old output', 'output of lockstep simulate --batch-size 4')
      .replace('$ node examples/one.js\n', '$ node examples/one.js\noutput of node examples/one.js\n')
      .replace('old text', 'text of examples/one.ts'),
  );
  expect(await refreshed(after, { outputOf, read })).toBe(after);
});

test('an example says last what it prints', () => {
  const program = 'console.log(1);\n';
  const printed = 'console.log(1);\n\n// Prints:\n//   1\n';
  expect(withPrints(program, '1\n')).toBe(printed);
  expect(withPrints(printed, '1\n')).toBe(printed);
});
