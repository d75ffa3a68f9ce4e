import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** In the order in which they are built: what each writes last, and what that is made of. */
const BUILDS = [
  {
    output: 'packages/lockstep/dist/core/index.js',
    sources: ['packages/lockstep/src'],
    build: () => compile('packages/lockstep/tsconfig.build.json'),
  },
  {
    output: 'packages/lockstep-cli/dist/program.js',
    sources: ['packages/lockstep-cli/src', 'packages/lockstep/dist'],
    build: () => compile('packages/lockstep-cli/tsconfig.build.json'),
  },
  {
    output: 'packages/lockstep-cli/dist/lab/index.html',
    sources: [
      'packages/lab/src',
      'packages/lab/index.html',
      'packages/lab/vite.config.ts',
      'packages/lockstep/src',
      'packages/lockstep-cli/src',
    ],
    build: () => bundle('packages/lab'),
  },
  {
    output: 'examples/dist/simulate-one.js',
    sources: ['examples', 'packages/lockstep/dist'],
    build: () => compile('examples/tsconfig.json'),
  },
];

/**
 * Builds what is missing or older than its sources. Type errors are printed and are for `npm run build` to fail on:
 * what was emitted in spite of them is there.
 */
export function buildStale() {
  for (const { output, sources, build } of BUILDS) if (isStale(output, sources)) build();
}

function isStale(output, sources) {
  const builtAt = statSync(join(ROOT, output), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return sources.some((source) => newestIn(join(ROOT, source)) > builtAt);
}

/** @returns {number} when a file, or the newest file of a folder, was changed last */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return -Infinity;
  if (stat.isFile()) return stat.mtimeMs;
  const names = readdirSync(path).filter((name) => name !== 'dist');
  return Math.max(...names.map((name) => newestIn(join(path, name))));
}

function compile(project) {
  run(programOf('typescript', 'bin/tsc'), ['-p', join(ROOT, project)]);
}

function bundle(folder) {
  run(programOf('vite', 'bin/vite.js'), ['build', join(ROOT, folder), '--logLevel', 'warn']);
}

function programOf(name, path) {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);
}

function run(program, words) {
  // Vite would build for tests, had it the variable that Vitest sets.
  const env = { ...process.env, NODE_ENV: 'production' };
  spawnSync(process.execPath, [program, ...words], { stdio: 'inherit', env });
}
