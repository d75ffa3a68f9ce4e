// Measures speed and memory, as ratios where it can, since those hold on any machine: `npm run bench [-- --json] [names]`.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { batcher } from './measures/batcher.mjs';
import { core } from './measures/core.mjs';
import { engines } from './measures/engines.mjs';
import { help } from './measures/help.mjs';
import { lab } from './measures/lab.mjs';
import { memory } from './measures/memory.mjs';
import { server } from './measures/server.mjs';
import { simulation } from './measures/simulation.mjs';
import { sweep } from './measures/sweep.mjs';
import { variants } from './measures/variants.mjs';

/** Each measure: name, what it is, and run() giving rows of { what, value, unit, aim? }. */
const MEASURES = [core, simulation, variants, memory, sweep, batcher, engines, server, help, lab];

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !MEASURES.some((measure) => measure.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown measure ${unknown[0]}: expected ${MEASURES.map((measure) => measure.name).join(', ')}`,
  );
  process.exit(2);
}

const results = [];
for (const measure of MEASURES) {
  if (positionals.length > 0 && !positionals.includes(measure.name)) continue;
  const rows = await measure.run();
  results.push({ name: measure.name, about: measure.about, rows });
  if (values.json) continue;
  console.log(`\n${measure.name}: ${measure.about}`);
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
