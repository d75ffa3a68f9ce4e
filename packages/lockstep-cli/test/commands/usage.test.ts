import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN, words } from '../support/lockstep.js';

async function manifest() {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(text) as { version: string; bin: { lockstep: string }; files: string[] };
}

describe.concurrent('help', () => {
  test('lockstep --help names the commands and the exit codes', async () => {
    const { code, stdout, stderr } = await lockstep(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of ['simulate', 'sweep', 'run', 'serve', 'report', 'lab'])
      expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage or input');
  });

  test('every option of a command stands in its help, with its default', async () => {
    const { code, stdout } = await lockstep(['sweep', '--help']);
    expect(code).toBe(0);
    const text = stdout.replace(/\s+/g, ' ');
    for (const each of [
      '--batch-size <size,…> most requests in one batch a whole number ≥ 1, or inf (default: 8)',
      'gap:100ms (default: oldest:50ms)',
      '--release <when>',
      '(default: batch)',
      '--prompt-tokens <lengths>',
      '(default: 1)',
      '--slo-attainment <share>',
      '(default: 0.99)',
      '--workers <count>',
      '--print-scenario',
    ]) {
      expect(text).toContain(each);
    }
    expect(text).not.toContain('--requests-out <file>');
  });

  test('--version is that of the package', async () => {
    expect((await lockstep(['--version'])).stdout.trim()).toBe((await manifest()).version);
  });

  test('npm can link the command on a fresh clone: its file is there before anything is built', async () => {
    const { bin, files } = await manifest();
    expect(fileURLToPath(new URL(`../../${bin.lockstep}`, import.meta.url))).toBe(MAIN);
    expect(MAIN).not.toMatch(/\bdist\b/);
    expect(files).toContain('bin');
  });
});

describe.concurrent('wrong usage ends with 2, says why on stderr, and prints nothing on stdout', () => {
  test.each([
    ['', 'Usage: lockstep'],
    ['smulate', "unknown command 'smulate'\n(Did you mean simulate?)"],
    ['simulate --deadline 5s', '--deadline: is named --request-timeout now'],
    ['sweep --max-queue=5', '--max-queue: is named --max-queue-size now'],
    ['serve --max-queue 5', '--max-queue: is named --max-queue-size now'],
    ['run --ignore-end', '--ignore-end: is named --ignore-eos now'],
    ['simulate --bach-size 4', "unknown option '--bach-size'\n(Did you mean --batch-size?)"],
    ['simulate --batch-size', "option '--batch-size <size>' argument missing"],
    ['simulate --batch-size 4 --batch-size 8', 'It is given twice.'],
    [
      'simulate --batch-size 4,8',
      '--batch-size: expected one value, got 2 (4, 8); did you mean "lockstep sweep"?',
    ],
    ['simulate --rate 1,2', '--rate: expected one value, got 2 (1, 2); did you mean "lockstep sweep"?'],
    ['simulate --wait oldst:50ms', 'did you mean "oldest:50ms"?'],
    ['simulate --workers 2', '--workers: not an option of lockstep simulate; did you mean "lockstep sweep"?'],
    [
      'sweep --requests-out x.csv',
      '--requests-out: not an option of lockstep sweep; did you mean "lockstep simulate"?',
    ],
    ['sweep --workers 0', '--workers: expected a whole number from 1 to 256, got "0"'],
    [
      'simulate --requests-out x.cvs',
      'expected a file that ends in .csv or .jsonl, got "x.cvs"; did you mean "x.csv"?',
    ],
    [
      'simulate --requests-out x.csv --trace-out ./x.csv',
      '--trace-out ./x.csv: expected another file than that of --requests-out x.csv, which is written, got the same one',
    ],
    ['simulate --out=', '--out: expected a folder, got nothing'],
    ['simulate --trace-out=', '--trace-out: expected a file, got nothing'],
    ['simulate --print-scenario --json', '--print-scenario: contradicts --json'],
    ['simulate --slo-attainment 0.9', '--slo-attainment: needs targets, and there is no --slo'],
    ['simulate --trace azure-conv --arrivals poisson:3', '--arrivals: contradicts --trace'],
    [
      'simulate --trace azur-conv',
      'cannot read azur-conv: there is no such file; did you mean "azure-conv"?',
    ],
    ['simulate --trace constructor', 'cannot read constructor: there is no such file'],
    ['simulate --trace .', 'cannot read .: expected a file, got a folder'],
    ['simulate --wait full --batch-size inf', 'an unbounded batch is never full, so it would wait for ever'],
    ['simulate --wait full --arrivals closed:4', 'the closed loop has 4 users: it would wait for ever'],
    ['simulate --cost roofline:llama-3-70b@t4', 'Not even a batch of 1 fits'],
    ['sweep --cost roofline:llama-3-70b@t4', 'Not even a batch of 1 fits'],
    ['simulate a.yaml b.yaml', 'too many arguments'],
    ['simulate missing.yaml', 'cannot read missing.yaml: there is no such file'],
  ])('lockstep %s', async (line, message) => {
    const { code, stdout, stderr } = await lockstep(words(line));
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('a malformed trace: file, line, column, what was expected and what stood there', async (context) => {
    const folder = await ownFolder(context);
    await writeFile(join(folder, 'bad.csv'), 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,x\n');
    const { code, stderr } = await lockstep(['simulate', '--trace', 'bad.csv'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: bad\.csv:2, column num_decode_tokens: expected .*, got "x"\n$/);
  });
});

test('a trace that is no gzip file, though its name says so', async (context) => {
  const folder = await ownFolder(context);
  await writeFile(join(folder, 'plain.csv.gz'), 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,1\n');
  const { code, stderr } = await lockstep(['simulate', '--trace', 'plain.csv.gz'], { cwd: folder });
  expect(stderr).toBe('error: cannot read plain.csv.gz: expected a whole gzip file, got other bytes\n');
  expect(code).toBe(2);
});

test('files are written though the screen is not read to its end', async (context) => {
  const folder = await ownFolder(context);
  const args = ['simulate', '--requests', '5000', '--requests-out', 'rows.csv'];
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.destroy();
  expect((await once(child, 'close'))[0]).toBe(0);
  expect((await readFile(join(folder, 'rows.csv'), 'utf8')).split('\n')).toHaveLength(5002);
});

test.skipIf(!existsSync('/dev/full'))(
  'a screen that cannot be written ends with 1 and says why',
  async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [MAIN, 'simulate', '--requests', '10'], {
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(stderr).toMatch(/^error: cannot write to stdout: ENOSPC.*\n$/);
  },
);

describe.concurrent('a result that cannot be written ends with 1 and says why', () => {
  test.for<[string, string]>([
    ['--requests-out missing/x.csv', 'cannot write missing/x.csv: there is no such folder'],
    ['--trace-out file/x.json', 'cannot write file/x.json: part of the path is a file, not a folder'],
    ['--requests-out folder.csv', 'cannot write folder.csv: it is a folder'],
  ])('%s', async ([line, message], context) => {
    const folder = await ownFolder(context);
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder.csv'));
    const { code, stderr } = await lockstep(['simulate', '--requests', '10', ...words(line)], {
      cwd: folder,
    });
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});
