#!/usr/bin/env node
// In the repository, not built: npm links a command when it installs, and only if its file is there.
import { existsSync } from 'node:fs';

const PROGRAM = new URL('../dist/program.js', import.meta.url);

if (existsSync(PROGRAM)) {
  const { run } = await import(PROGRAM.href);
  await run(process.argv.slice(2));
} else {
  console.error('lockstep is not built yet. In a clone of its repository, build it with:\n  npm run build');
  process.exitCode = 1;
}
