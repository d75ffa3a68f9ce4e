import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources, so that a failing line is a line of ours and no build can be stale.
    alias: [{ find: /^lockstep\/(.+)$/, replacement: source('packages/lockstep/src') + '/$1/index.ts' }],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts'],
    globalSetup: ['packages/lockstep-cli/test/support/build.ts'],
    testTimeout: 60_000,
    // To open a model takes long where other tests use the same cores.
    hookTimeout: 60_000,
    // Much of the time a test waits, for a browser or a process: two at once use two cores better than one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './scripts/closing-line.ts'],
  },
});
