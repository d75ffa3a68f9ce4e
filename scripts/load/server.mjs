// The server under load, in a process of its own so that its memory is its own. Its engine takes the time of a cost
// model, and does on marked prompts what a bad engine does.
import { affine } from 'lockstep/cost';
import { oldest } from 'lockstep/core';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { createServer } from 'lockstep-cli/server';

/** Ids count up, so an answer given twice comes soon after the first; memory is to stay flat. */
const REMEMBERED = 10_000;

const simulated = simulatedEngine({ cost: affine({ prefillMs: 2, stepMs: 0.5 }), model: 'load' });
const answered = new Set();
const twice = [];
/** Ids that came in since the drain was asked for. */
let accepted = null;

const idOf = ({ prompt }) => prompt.split(' ')[0];
const { model, limits, can } = simulated;
const engine = {
  model,
  limits,
  can,
  dispose: () => simulated.dispose(),
  prepare(request) {
    accepted?.push(idOf(request));
    return simulated.prepare(request);
  },
  async generate(requests, context) {
    if (requests.some(({ request }) => request.prompt.includes('THROW'))) throw new Error('poison');
    const { signal, signals } = context;
    const results = await simulated.generate(requests, {
      signal,
      signals,
      emit: (row, part) => context.emit(row, part),
      answer: (row, result) => context.answer(row, spoilt(requests[row].request, result)),
    });
    return results.map((result, row) => answer(requests[row].request, result));
  },
};

function spoilt(request, result) {
  return request.prompt.includes('GARBAGE') ? undefined : result;
}

function answer(request, result) {
  if (result.finishReason === 'cancelled') return result;
  const id = idOf(request);
  if (answered.has(id)) twice.push(id);
  answered.add(id);
  if (answered.size > REMEMBERED) answered.delete(answered.values().next().value);
  return spoilt(request, result);
}

const server = createServer({ engine, wait: oldest(5), maxBatchSize: 8, maxQueueSize: 32 });
await server.app.listen({ port: 0, host: '127.0.0.1' });

process.on('message', (question) => {
  reply(question).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});

async function reply(question) {
  if (question === 'heap') {
    globalThis.gc();
    process.send({ heapUsed: process.memoryUsage().heapUsed });
    return;
  }
  accepted = [];
  await server.drain({ delayMs: 300, timeoutMs: 10_000 });
  await engine.dispose();
  process.send({ stats: server.batcher.stats(), accepted, twice }, () => process.disconnect());
}

process.send({ port: server.app.server.address().port });
