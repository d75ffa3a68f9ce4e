import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url));

/** In the order in which they are built: what each writes last, and what that is made of. */
const BUILDS = [
  ['lockstep/dist/core/index.js', ['lockstep/src'], () => compile('lockstep')],
  ['lockstep-cli/dist/program.js', ['lockstep-cli/src', 'lockstep/dist'], () => compile('lockstep-cli')],
  [
    'lockstep-cli/dist/lab/index.html',
    ['lab/src', 'lab/index.html', 'lab/vite.config.ts', 'lockstep/src', 'lockstep-cli/src'],
    () => bundle('lab'),
  ],
];

/**
 * Builds what is missing or older than its sources. Type errors are printed and are for `npm run build` to fail on:
 * what was emitted in spite of them is there.
 */
export function buildStale() {
  for (const [output, sources, build] of BUILDS) if (isStale(output, sources)) build();
}

function isStale(output, sources) {
  const builtAt = statSync(join(PACKAGES, output), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return sources.some((source) => newestIn(join(PACKAGES, source)) > builtAt);
}

/** @returns {number} when a file, or the newest file of a folder, was changed last */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return -Infinity;
  if (stat.isFile()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function compile(name) {
  run(programOf('typescript', 'bin/tsc'), ['-p', join(PACKAGES, name, 'tsconfig.build.json')]);
}

function bundle(name) {
  run(programOf('vite', 'bin/vite.js'), ['build', join(PACKAGES, name), '--logLevel', 'warn']);
}

function programOf(name, path) {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);
}

function run(program, words) {
  // Vite would build for tests, had it the variable that Vitest sets.
  const env = { ...process.env, NODE_ENV: 'production' };
  spawnSync(process.execPath, [program, ...words], { stdio: 'inherit', env });
}
