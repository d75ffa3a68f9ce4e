// Tries to break a real server and the real command line: `npm run faults`, or `npm run faults -- --short` for the
// rows that CI runs, in sizes that take seconds. `--only WORD` runs the rows whose name has this word.
// Each row starts processes of its own, sends what once did harm, and beside it requests that must all be answered.
import { parseArgs } from 'node:util';
import { ATTACKS } from './faults/attacks.mjs';
import { COMMANDS } from './faults/commands.mjs';
import { ENDINGS } from './faults/endings.mjs';
import { UPSTREAMS } from './faults/upstreams.mjs';

const { short, only } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
}).values;

const COLUMNS = ['sent', 'answered', 'refused', 'lost', 'doubled', 'peak MB', 'stall ms', 'bare ms'];
const rows = [...ATTACKS, ...UPSTREAMS, ...ENDINGS, ...COMMANDS].filter(({ name }) => name.includes(only));

console.log(
  'Requests beside the fault: sent, answered, refused with a status, lost, answered twice. Peak memory of the process.',
);
console.log(
  'Stall: the longest silence of GET /health/live; bare: that of a server without work, for comparison.\n',
);
console.log(`${'fault'.padEnd(58)}${COLUMNS.map((name) => name.padStart(10)).join('')}`);

let failed = 0;
for (const { name, run } of rows) {
  const figures = await run({ short }).catch((error) => ({ faults: [error.message] }));
  const cells = COLUMNS.map((column) => String(figures[column] ?? '-').padStart(10));
  console.log(`${name.padEnd(58)}${cells.join('')}`);
  for (const fault of figures.faults) console.log(`  FAILED: ${fault}`);
  if (figures.faults.length > 0) failed++;
}
console.log(`\n${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
