// The server under more load than it can take: `npm run load`, a minute of it, or `npm run load -- --seconds 5`.
// Twice as many clients as the queue has places, streams cut at random, prompts that make the engine throw or answer
// nonsense, and a drain amid all of it. Every request must be answered or refused with the right code, none lost, none
// answered twice, and memory must stay flat. Exit code 1, with reasons, if not.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { press } from './load/press.mjs';
import { streamClients } from './load/stream-clients.mjs';
import { Tally } from './load/tally.mjs';

const { seconds: text } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } }).values;
const seconds = Number(text);
if (!(seconds >= 3)) throw new Error(`--seconds: expected a number ≥ 3, got ${text}`);

/** Heap (bytes) that a run may end with beyond what it had after its first quarter. */
const HEAP_SLACK = 8 * 1024 ** 2;
const SAMPLE_MS = 500;

const server = fork(fileURLToPath(new URL('load/server.mjs', import.meta.url)), {
  execArgv: ['--expose-gc'],
});
const [{ port }] = await once(server, 'message');
const ask = async (question) => {
  server.send(question);
  return (await once(server, 'message'))[0];
};

const tally = new Tally();
const heap = [];
const streams = streamClients({ port, count: 16, tally });
const pressing = press({ port, connections: 64, seconds, tally });
for (const endsAt = Date.now() + seconds * 1000; Date.now() < endsAt;) {
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  heap.push((await ask('heap')).heapUsed);
}
await pressing;
// The streams go on while the server drains.
tally.draining = true;
const closed = once(server, 'close');
const { stats, accepted, twice } = await ask('drain');
await streams.stop();
const [exitCode] = await closed;

const quarter = heap[Math.floor(heap.length / 4)];
const grown = Math.min(...heap.slice(-3)) - quarter;
const faults = [
  ...tally.faults,
  ...tally.lost(accepted).map((id) => `${id}: accepted, and never answered`),
  ...twice.map((id) => `${id}: answered twice`),
  ...(grown > HEAP_SLACK ? [`heap: grew by ${megabytes(grown)} after the first quarter`] : []),
  ...(stats.waiting + stats.running > 0
    ? [`left behind: ${stats.waiting} waiting, ${stats.running} running`]
    : []),
  ...(settled(stats) === stats.submitted ? [] : [`${stats.submitted} submitted, ${settled(stats)} settled`]),
  ...(exitCode === 0 ? [] : [`the server ended with ${exitCode}`]),
  ...['answered', 'queue_full', 'engine_failed', 'cut']
    .filter((each) => !tally.counts.has(each))
    .map((each) => `nothing was ${each}: the load proves too little`),
];

console.log(`${seconds} s, ${tally.asked} requests, ${stats.batches} batches, ${stats.reruns} re-runs`);
for (const [outcome, count] of [...tally.counts].sort()) console.log(`  ${outcome.padEnd(16)}${count}`);
console.log(`heap ${megabytes(quarter)} after the first quarter, ${megabytes(quarter + grown)} at the end`);
for (const fault of faults.slice(0, 20)) console.log(`WRONG  ${fault}`);
console.log(
  faults.length === 0
    ? 'All answered or refused with the right code, none lost, none twice.'
    : `${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function settled({ completed, failed, rejected, cancelled, expired }) {
  return completed + failed + rejected + cancelled + expired;
}

function megabytes(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
