import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { type NamedPath, refuseOverwriting } from '../../src/output/refuse-overwriting.js';
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN } from '../support/lockstep.js';

const TRACE = 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,1,3\n1,1,3\n';

async function folderWith(context: TestContext) {
  const folder = await ownFolder(context);
  const input = join(folder, 'in.csv');
  await writeFile(input, TRACE);
  await symlink(input, join(folder, 'symbolic.csv'));
  await link(input, join(folder, 'hard.csv'));
  await symlink(join(folder, 'new.csv'), join(folder, 'dangling.csv'));
  await symlink(folder, join(folder, 'self'));
  return { folder, input };
}

const named = (option: string, path: string): NamedPath => ({ option, path });

test('an output is told from an input by its true place, whatever leads there', async (context) => {
  const { folder, input } = await folderWith(context);
  const outputs = [
    'in.csv',
    'symbolic.csv',
    'hard.csv',
    'self/in.csv',
    '../x/../in.csv'.replace('../x/../', './'),
  ];
  for (const output of outputs) {
    const files = [named('--requests-out', `${folder}/${output}`)];
    expect(() => refuseOverwriting([named('--trace', input)], { files, folder: null })).toThrow(
      '--requests-out: expected another file than that of --trace, which is read, got the same one',
    );
  }
  const files = [named('--requests-out', join(folder, 'other.csv')), named('--trace-out', '/dev/null')];
  refuseOverwriting([named('--trace', input)], { files, folder: named('--out', folder) });
});

test('two outputs to one file that is not there yet are refused as well', async (context) => {
  const { folder } = await folderWith(context);
  const files = ['dangling.csv', 'self/new.csv'].map((name) => named(name, join(folder, name)));
  expect(() => refuseOverwriting([], { files, folder: null })).toThrow(
    'self/new.csv: expected another file than that of dangling.csv, which is written',
  );
  const device = [named('a', '/dev/null'), named('b', '/dev/null')];
  refuseOverwriting([], { files: device, folder: null });
});

test('what a report writes in its folder counts, and nothing else there', async (context) => {
  const { folder, input } = await folderWith(context);
  const out = named('--out', folder);
  const refused = (inputs: string[]) => () =>
    refuseOverwriting(
      inputs.map((path) => named('--trace', path)),
      { files: [], folder: out },
    );
  expect(refused([input])).not.toThrow();
  expect(refused([join(folder, 'report.html')])).toThrow('--out: expected another file');
  await mkdir(join(folder, 'charts', 'deep'), { recursive: true });
  expect(refused([input])).not.toThrow();
  await link(input, join(folder, 'charts', 'deep', 'x.svg'));
  expect(refused([input])).toThrow('--out: expected another file');
  expect(() =>
    refuseOverwriting([named('--trace', input)], { files: [], folder: named('--out', input) }),
  ).toThrow();
});

test('every command refuses before anything is written', async (context) => {
  const { folder } = await folderWith(context);
  await writeFile(join(folder, 's.yaml'), 'batchSize: 4\n');
  const commands = [
    ['simulate', '--trace', 'in.csv', '--requests-out', 'hard.csv'],
    ['simulate', '--trace', 'symbolic.csv', '--trace-out', 'in.csv'],
    ['simulate', '--cost', 'table:in.csv', '--requests-out', 'in.csv'],
    ['simulate', '--output-tokens', 'empirical:in.csv', '--requests-out', 'in.csv'],
    ['simulate', 's.yaml', '--trace-out', 's.yaml'],
    ['sweep', '--trace', 'report.html', '--out', '.'],
    ['run', '--engine', 'simulated', '--trace', 'in.csv', '--decisions', 'hard.csv'],
    ['run', '--engine', 'simulated', '--prompts', 'in.csv', '--decisions', 'in.csv'],
    ['run', '--engine', 'llama:in.csv', '--decisions', 'symbolic.csv'],
    ['report', 'in.csv', '--requests-out', 'in.csv'],
    ['serve', '--engine', 'llama:in.csv', '--decisions', 'hard.csv'],
  ];
  for (const words of commands) {
    const { code, stderr } = await lockstep(words, { cwd: folder });
    expect([words.join(' '), code, stderr]).toEqual([
      words.join(' '),
      2,
      expect.stringContaining('expected another file than that of'),
    ]);
    expect(await readFile(join(folder, 'in.csv'), 'utf8')).toBe(TRACE);
    expect(existsSync(join(folder, 'charts'))).toBe(false);
  }
});

test('stdout and stderr may go to two files, or to one', async (context) => {
  const { folder } = await folderWith(context);
  for (const names of [
    ['out', 'err'],
    ['both', 'both'],
  ]) {
    const [stdout, stderr] = names.map((name) => openSync(join(folder, name), 'a'));
    const child = spawn(process.execPath, [MAIN, 'simulate', '--requests', '10'], {
      stdio: ['ignore', stdout!, stderr!],
    });
    const [code] = (await once(child, 'exit')) as [number];
    expect([names, code]).toEqual([names, 0]);
  }
});
