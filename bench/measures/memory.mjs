import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../programs/simulate-once.mjs', import.meta.url));

export const memory = {
  name: 'memory',
  about: 'peak resident memory of a whole process that simulates the study’s workload with all metrics',
  run() {
    return [
      { requests: 1_000_000, aim: '< 250' },
      { requests: 10_000_000, aim: '< 1500' },
    ].map(({ requests, aim }) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, String(requests)], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr);
      return { what: `${requests / 1e6} million requests`, value: Number(stdout) / 1024, unit: 'MiB', aim };
    });
  },
};
