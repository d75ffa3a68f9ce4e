import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installChromiumIfMissing } from '../../../lab/test/support/chromium.mjs';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
const TSC = programOf('typescript', 'bin/tsc');
const VITE = programOf('vite', 'bin/vite.js');

/**
 * Builds what is older than its sources, once before all tests: the command line is tested as it is run, the lab as it
 * is served. Type errors are printed and are for `npm run build` to fail on: tests run on what was emitted in spite of
 * them.
 */
export default function build(): void {
  if (isOlder('lockstep/dist/core/index.js', ['lockstep/src'])) compile('lockstep');
  if (isOlder('lockstep-cli/dist/program.js', ['lockstep-cli/src', 'lockstep/dist'])) compile('lockstep-cli');
  const lab = ['lab/src', 'lab/index.html', 'lab/vite.config.ts', 'lockstep/src', 'lockstep-cli/src'];
  if (isOlder('lockstep-cli/dist/lab/index.html', lab)) bundle('lab');
  installChromiumIfMissing();
}

function programOf(name: string, path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);
}

function compile(name: string): void {
  run([TSC, '-p', join(PACKAGES, name, 'tsconfig.build.json')]);
}

function bundle(name: string): void {
  run([VITE, 'build', join(PACKAGES, name), '--logLevel', 'warn']);
}

function run(words: readonly string[]): void {
  // Vite would build for tests, had it the variable that Vitest sets.
  spawnSync(process.execPath, words, { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
}

function isOlder(output: string, sources: readonly string[]): boolean {
  const builtAt = statSync(join(PACKAGES, output), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return sources.some((source) => newestIn(join(PACKAGES, source)) > builtAt);
}

/** @returns when a file, or the newest file of a folder, was changed last */
function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return -Infinity;
  if (stat.isFile()) return stat.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newestIn(join(path, name))));
}
