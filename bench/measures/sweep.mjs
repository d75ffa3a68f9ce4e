import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inTurn, median, ratio } from '../timing.mjs';

const LOCKSTEP = fileURLToPath(new URL('../../packages/lockstep-cli/bin/lockstep.js', import.meta.url));

/** 5 rates × 2 wait rules × 10 batch sizes = 100 points. */
const SWEEP = [
  [
    '--arrivals',
    'poisson',
    '--rate',
    '1,2,3,4,5',
    '--requests',
    '100000',
    '--output-tokens',
    'uniform:10-29',
  ],
  ['--wait', 'gap:100ms,oldest:50ms', '--batch-size', '1,2,3,4,6,8,12,16,24,32', '--cost', 'mock', '--json'],
].flat();

export const sweep = {
  name: 'sweep',
  about: 'a sweep of 100 points × 100,000 requests from the command line, 2 workers against 1',
  run() {
    const times = inTurn({ one: () => sweeping(1), two: () => sweeping(2) }, 3);
    return [
      { what: '1 worker', value: median(times.one), unit: 's' },
      { what: '2 workers', value: median(times.two), unit: 's' },
      { what: '1 worker / 2 workers', value: ratio(times.one, times.two), unit: 'ratio', aim: '≥ 1.7' },
    ];
  },
};

function sweeping(workers) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [LOCKSTEP, 'sweep', ...SWEEP, '--workers', String(workers)],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(stderr);
}
