import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inTurn, median, ratio } from '../timing.mjs';

const LOCKSTEP = fileURLToPath(new URL('../../packages/lockstep-cli/bin/lockstep.js', import.meta.url));

export const help = {
  name: 'help',
  about: 'starting the command line: `lockstep --help` against `node -e 0`',
  run() {
    const node =
      (...words) =>
      () =>
        spawnSync(process.execPath, words);
    const times = inTurn({ help: node(LOCKSTEP, '--help'), nothing: node('-e', '0') }, 15);
    return [
      { what: 'lockstep --help', value: median(times.help) * 1000, unit: 'ms' },
      { what: 'node -e 0', value: median(times.nothing) * 1000, unit: 'ms' },
      {
        what: 'lockstep --help / node -e 0',
        value: ratio(times.help, times.nothing),
        unit: 'ratio',
        aim: '≤ 2.5',
      },
    ];
  },
};
