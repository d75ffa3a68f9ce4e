import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { lockstep, MAIN, words } from '../support/lockstep.js';

const GRID =
  'sweep --batch-size 1,2,4,8,inf --wait oldest:50ms,gap:20ms --rate 1,3 --requests 400 --slo e2e=3s';

test.concurrent('the same bytes whatever the number of workers', async () => {
  const [one, two, many] = await Promise.all(
    ['1', '2', '40'].map((workers) => lockstep(words(`${GRID} --json --workers ${workers}`))),
  );
  expect(one!.code).toBe(0);
  expect(two!.stdout).toBe(one!.stdout);
  expect(many!.stdout).toBe(one!.stdout);
});

test.concurrent(
  '--json: points in the order of the grid, what they say under each condition, one document',
  async () => {
    const { stdout, stderr } = await lockstep(words(`${GRID} --json`));
    expect(stderr).toBe('');
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual([
      'version',
      'scenario',
      'notes',
      'axes',
      'points',
      'groups',
      'limitations',
    ]);
    expect(document.points).toHaveLength(20);
    expect(document.points[4]).toMatchObject({
      batchSize: null,
      wait: 'oldest:50ms',
      rate: 1,
      capacity: null,
    });
    expect(document.points[15]).toMatchObject({ batchSize: 1, wait: 'gap:20ms', rate: 3, stable: false });
    expect(document.version).toBe(2);
    expect(
      document.axes.map(({ option, values }: { option: string; values: unknown[] }) => [option, values]),
    ).toEqual([
      ['batchSize', [1, 2, 4, 8, 'inf']],
      ['wait', ['oldest:50ms', 'gap:20ms']],
      ['rate', [1, 3]],
    ]);
    expect(document.points[15].coordinates).toEqual({ batchSize: 1, wait: 'gap:20ms', rate: 3 });
    expect(document.groups.map(({ conditions }: { conditions: object }) => conditions)).toEqual([
      { rate: 1 },
      { rate: 3 },
    ]);
    for (const { frontier, recommendation } of document.groups) {
      for (const index of frontier) expect(document.points[index].stable).toBe(true);
      expect(recommendation.reason).toContain('meets the SLO');
    }
    expect(document.limitations.fixedBatchSize.sentence).toContain('goodput');
  },
);

test.concurrent('--vary: any option, and the command line that is printed gives the same again', async () => {
  const line =
    'sweep --vary cost=mock --vary cost=affine:prefill=50ms,step=20ms --vary max-queue-size=4,inf --requests 200';
  const { stdout, stderr } = await lockstep(words(line));
  expect(stderr).toBe('');
  expect(stdout).toContain('Arrival rate 3/s, cost model affine:prefill=50ms,step=20ms');
  expect(stdout).toContain('queue limit');
  const [again] = stdout.split('\nreq/s');
  const written = again!.replace(/\s+/g, ' ').replace('lockstep ', '');
  expect((await lockstep(words(written))).stdout).toBe(stdout);
});

test.concurrent.each([
  ['--vary bach-size=1,2', '--vary bach-size=1,2: unknown option bach-size; did you mean "batch-size"?'],
  ['--vary seed', '--vary seed: expected an option and its values, as in batch-size=1,2,4, got "seed"'],
  [
    '--vary batch-size=1,2 --batch-size 4',
    '--vary batch-size=1,2: contradicts --batch-size, which gives the values already',
  ],
  ['--vary seed=1,x', '--vary seed: expected a whole number ≥ 0, got "x"'],
  ['--vary seed=1 --vary seed=1', '--vary seed: expected different values, got 1 twice'],
  ['--vary cost=mock,full --engine simulated', '--vary cost: expected a cost model'],
  ['--vary cost=mock,mock:1ms --engine simulated', '--vary cost: contradicts --engine simulated'],
])('%s is refused', async (flags, message) => {
  const { code, stderr } = await lockstep(words(`sweep ${flags}`));
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test.concurrent('a point is what simulate says of the same configuration', async () => {
  const [swept, single] = await Promise.all([
    lockstep(words(`${GRID} --json`)),
    lockstep(words('simulate --batch-size 2 --wait gap:20ms --rate 3 --requests 400 --slo e2e=3s --json')),
  ]);
  const point = JSON.parse(swept.stdout).points[16];
  const run = JSON.parse(single.stdout);
  for (const key of Object.keys(run)) {
    if (!['version', 'scenario', 'notes'].includes(key)) expect(point[key]).toEqual(run[key]);
  }
});

test.concurrent('the screen, piped, has no colors and no bar, and fits 100 columns', async () => {
  const { code, stdout, stderr } = await lockstep(words(GRID));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('\x1b');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(stdout).toContain('Arrival rate 3/s');
  expect(stdout).toContain('unstable');
  expect(stdout).toContain('Recommended: ');
  expect(stdout).toContain('fixed batch size       ');
});

test.concurrent(
  'a trace scaled down says what its own pace would take, on stderr beside --json',
  async () => {
    const line =
      'sweep --trace azure-conv --first 500 --cost kernels:llama-3-8b@a100 --rate 0.25 --batch-size 1,4';
    const [screen, json] = await Promise.all([lockstep(words(line)), lockstep(words(`${line} --json`))]);
    expect(screen.stdout.replace(/\s+/g, ' ')).toMatch(
      /At the trace's own [\d.]+ requests\/s, as measured, every one of these batch sizes is unstable/,
    );
    expect(json.stderr).toMatch(/^At the trace's own/m);
    expect(() => JSON.parse(json.stdout)).not.toThrow();
  },
);

/** Loaded into every thread, it says on stderr that a worker has started. */
const PROBE =
  'data:text/javascript,import{isMainThread}from"node:worker_threads";import{writeSync}from"node:fs";' +
  'if(!isMainThread)writeSync(2,"worker")';

describe.concurrent('Ctrl-C, or a polite kill', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the workers, says what was finished, and exits with 130',
    async (signal) => {
      const line = 'sweep --batch-size 1,2,4,8 --rate 1,2 --requests 2000000 --workers 2';
      const child = spawn(process.execPath, ['--import', PROBE, MAIN, ...words(line)], { stdio: 'pipe' });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
      child.stderr.setEncoding('utf8').on('data', (piece: string) => {
        if (stderr === '') child.kill(signal);
        stderr += piece;
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect([code, stdout]).toEqual([130, '']);
      expect(stderr).toMatch(/^(worker)+Stopped: \d of 8 points were finished\.\n$/);
    },
  );
});
