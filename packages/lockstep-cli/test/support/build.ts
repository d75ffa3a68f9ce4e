import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/**
 * Builds both packages once before all tests, if sources are newer: the command line is tested as it is run. Type
 * errors are printed and are for `npm run build` to fail on: tests run on what was emitted in spite of them.
 */
export default function build(): void {
  const libraryIsNew = buildIfStale('lockstep', 'core/index.js');
  buildIfStale('lockstep-cli', 'program.js', libraryIsNew);
}

/** @returns whether there was something to build */
function buildIfStale(name: string, output: string, always = false): boolean {
  const folder = join(PACKAGES, name);
  const builtAt = statSync(join(folder, 'dist', output), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  if (!always && newestIn(join(folder, 'src')) <= builtAt) return false;
  spawnSync(process.execPath, [TSC, '-p', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
  return true;
}

function newestIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}
