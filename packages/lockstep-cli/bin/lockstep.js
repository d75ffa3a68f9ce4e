#!/usr/bin/env node
// In the repository, not built: npm links a command when it installs, before it builds, and only if its file is there.
import { run } from '../dist/program.js';

await run(process.argv.slice(2));
