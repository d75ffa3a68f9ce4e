#!/usr/bin/env node
// The library has no command line of its own. This runs the package lockstep-cli where it is installed: in the project
// in which the command is typed, or beside this package.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PLACES = [join(process.cwd(), 'package.json'), import.meta.url];

const program = PLACES.map(commandLineFrom).find((path) => path !== null);
if (program === undefined) {
  console.error('The command line is the package lockstep-cli. Install it with:\n  npm install lockstep-cli');
  process.exitCode = 1;
} else {
  await import(pathToFileURL(program).href);
}

function commandLineFrom(place) {
  try {
    return join(createRequire(place).resolve('lockstep-cli/package.json'), '../bin/lockstep.js');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
