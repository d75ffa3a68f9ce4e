import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, words } from '../support/lockstep.js';

test.concurrent(
  'on the simulated engine: the grid, the frontier and the recommendation of a sweep',
  async () => {
    const line =
      'sweep --engine simulated --speed 50 --batch-size 1,4 --rate 2,4 --requests 24 --slo e2e=20s --json';
    const { code, stdout, stderr } = await lockstep(words(line));
    expect(code, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ live: true, engine: { name: 'simulated' }, stopped: false });
    expect(document.points.map(({ batchSize, rate }: Record<string, unknown>) => [rate, batchSize])).toEqual([
      [2, 1],
      [2, 4],
      [4, 1],
      [4, 4],
    ]);
    expect(document.points[2].stable).toBe(false);
    expect(document.groups[0].recommendation.reason).toContain('meets the SLO');
  },
);

test('on a real engine: throughput and latency, no capacity, no word on stability', async (context) => {
  const cwd = await ownFolder(context);
  const line = 'sweep --engine llama --batch-size 1,4 --rate 40 --requests 12 --slo e2e=10s --out report';
  const { code, stdout, stderr } = await lockstep(words(line), { cwd });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('lockstep sweep --engine llama --batch-size 1,4');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('any word on stability are left out');
  expect(stdout).toContain('Recommended: ');
  expect(stdout).not.toMatch(/unstable|frontier:/);
  expect(await readdir(join(cwd, 'report', 'charts'))).toEqual(
    expect.arrayContaining(['latency.svg', 'throughput.svg', 'timeline.svg']),
  );
});

test.concurrent.each([
  ['sweep --batch-size 1,2 --speed 2', '--speed: works on an engine, and there is no --engine'],
  ['sweep --batch-size 1,2 --engine simulated --workers 2', '--workers: contradicts --engine'],
])('%s is refused', async (line, message) => {
  const { code, stderr } = await lockstep(words(line));
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
