import assert from 'node:assert/strict';
import { createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import { llamaCpp } from '../engines/llama-cpp.mjs';
import { measuredModels, promptsFor } from '../engines/models.mjs';
import { onnx } from '../engines/onnx.mjs';
import { inTurnAsync, median, ratio } from '../timing.mjs';

const BATCH_SIZES = [1, 4, 8, 16];
const LARGEST = Math.max(...BATCH_SIZES);
/** Room for the longest prompt and its output. */
const CONTEXT_TOKENS = 128;

/** What is compared: each opens a model and has run(prompts, tokens), which resolves with as many texts. */
const WAYS = {
  async lockstep(kind, model) {
    const engine = await kind.open(model, LARGEST, CONTEXT_TOKENS);
    const batcher = createBatcher({
      run: engine.generate.bind(engine),
      maxBatchSize: LARGEST,
      wait: none(),
    });
    return {
      async run(prompts, tokens) {
        const settings = { maxTokens: tokens, temperature: 0, ignoreEnd: true };
        const items = await Promise.all(prompts.map((prompt) => engine.prepare({ prompt, ...settings })));
        const results = await Promise.all(batcher.submitAll(items));
        return results.map(({ text }) => text);
      },
      close: () => engine.dispose(),
    };
  },
  loop: (kind, model) => kind.openBare(model, LARGEST, CONTEXT_TOKENS),
};

async function measure(kind, model) {
  const open = (way) => WAYS[way](kind, model);
  // Of two copies of a model, the one that is loaded later can be 15 % faster: each way has the same places in the order.
  const copies = {
    firstLockstep: await open('lockstep'),
    firstLoop: await open('loop'),
    lastLoop: await open('loop'),
    lastLockstep: await open('lockstep'),
  };
  const rows = [];
  for (const batchSize of BATCH_SIZES) rows.push(...(await compare(kind, model, batchSize, copies)));
  for (const { close } of Object.values(copies)) await close();
  return rows;
}

async function compare(kind, { name, tokens, rounds }, batchSize, copies) {
  const prompts = promptsFor(batchSize);
  const expected = await copies.firstLoop.run(prompts, tokens);
  const calls = Object.entries(copies).map(([copy, { run }]) => [
    copy,
    async () => assert.deepEqual(await run(prompts, tokens), expected),
  ]);
  const times = await inTurnAsync(Object.fromEntries(calls), rounds);
  const lockstep = sums(times.firstLockstep, times.lastLockstep);
  const loop = sums(times.firstLoop, times.lastLoop);
  const what = `${kind.name}, ${name}, batch of ${batchSize}`;
  return [
    { what, value: (2 * batchSize * tokens) / median(lockstep), unit: 'tokens/s' },
    { what: `${what} / bare loop`, value: ratio(loop, lockstep), unit: '×', aim: '≥ 0.97' },
  ];
}

function sums(values, others) {
  return values.map((value, i) => value + others[i]);
}

export const engines = {
  name: 'engines',
  about: 'tokens through batcher and engine, against a bare loop over the same model; one thread each',
  async run() {
    const rows = [];
    for (const model of await measuredModels()) {
      for (const kind of [llamaCpp, onnx]) rows.push(...(await measure(kind, model)));
    }
    return rows;
  },
};
