// Measures speed and memory, as ratios where it can, since those hold on any machine: `npm run bench [-- --json] [names]`.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const RUN_MEASURE = fileURLToPath(new URL('./run-measure.mjs', import.meta.url));

/** Each is a file of measures/ that exports an object of its name: what it is about, and run() giving rows of { what, value, unit, aim? }. */
const MEASURES = [
  'core',
  'simulation',
  'variants',
  'memory',
  'sweep',
  'batcher',
  'engines',
  'server',
  'help',
  'lab',
];

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !MEASURES.includes(name));
if (unknown.length > 0) {
  console.error(`unknown measure ${unknown[0]}: expected ${MEASURES.join(', ')}`);
  process.exit(2);
}

const results = [];
for (const name of MEASURES) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  // In a process of its own: with all that the others load, the core alone was half as fast.
  const { status, stdout } = spawnSync(process.execPath, [RUN_MEASURE, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) process.exit(status ?? 1);
  const { about, rows } = JSON.parse(stdout);
  results.push({ name, about, rows });
  if (values.json) continue;
  console.log(`\n${name}: ${about}`);
  for (const { what, value, unit, aim } of rows) {
    const figure = value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
    console.log(
      `  ${what.padEnd(66)} ${figure.padStart(9)} ${unit.padEnd(13)} ${aim ? `aim ${aim}` : ''}`.trimEnd(),
    );
  }
}
if (values.json) {
  const machine = { node: process.version, cores: availableParallelism() };
  console.log(JSON.stringify({ version: 1, machine, results }, null, 2));
}
