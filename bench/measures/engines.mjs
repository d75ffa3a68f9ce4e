import assert from 'node:assert/strict';
import { createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import { llamaCpp } from '../engines/llama-cpp.mjs';
import { measuredModels, promptsFor } from '../engines/models.mjs';
import { onnx } from '../engines/onnx.mjs';
import { cpuSecondsAsync, inTurnAsync, ratio, secondsAsync } from '../timing.mjs';

const BATCH_SIZES = [1, 4, 8, 16];
const LARGEST = Math.max(...BATCH_SIZES);
/** Small batches are short, and what else the machine does shows the more. */
const MORE_ROUNDS = 16;
/** Room for the longest prompt and its output. */
const CONTEXT_TOKENS = 128;

async function measure(kind, model) {
  const { engine, loop, close } = await kind.open(model, LARGEST, CONTEXT_TOKENS);
  const ways = { lockstep: throughBatcher(engine), loop };
  await warmUp(ways, model);
  const rows = [];
  for (const batchSize of BATCH_SIZES) rows.push(...(await compare(kind, model, batchSize, ways)));
  await close();
  return rows;
}

/** Until Node has compiled what is to be measured: there is more of it on our side. */
async function warmUp({ lockstep, loop }, { tokens, rounds }) {
  for (let round = 0; round < 2 * rounds; round++) {
    await lockstep(promptsFor(1), tokens);
    await loop(promptsFor(1), tokens);
  }
}

/** From prompts to texts through batcher and engine. */
function throughBatcher(engine) {
  const run = engine.generate.bind(engine);
  const batcher = createBatcher({ run, maxBatchSize: LARGEST, wait: none() });
  return async (prompts, tokens) => {
    const settings = { maxTokens: tokens, temperature: 0, ignoreEos: true };
    const items = await Promise.all(prompts.map((prompt) => engine.prepare({ prompt, ...settings })));
    const results = await Promise.all(batcher.submitAll(items));
    return results.map(({ text }) => text);
  };
}

async function compare(kind, { name, tokens, rounds }, batchSize, { lockstep, loop }) {
  const prompts = promptsFor(batchSize);
  const expected = await loop(prompts, tokens);
  const checked = (way) => async () => assert.deepEqual(await way(prompts, tokens), expected);
  const taken = await inTurnAsync(
    {
      lockstep: checked(lockstep),
      loop: checked(loop),
      loopAgain: checked(loop),
      lockstepAgain: checked(lockstep),
    },
    rounds + Math.ceil(MORE_ROUNDS / batchSize),
    bothTimes,
  );
  const what = `${kind.name}, ${name}, batch of ${batchSize}`;
  return [
    { what: `${what}: tokens/s / bare loop`, value: gain(taken, 'wall'), unit: '×', aim: '≥ 0.97' },
    { what: `${what}: tokens per CPU second / bare loop`, value: gain(taken, 'cpu'), unit: '×' },
  ];
}

/** Wall time and CPU time of one call. */
async function bothTimes(call) {
  let wall;
  const cpu = await cpuSecondsAsync(async () => {
    wall = await secondsAsync(call);
  });
  return { wall, cpu };
}

/** How many times as much as the loop we get done in the same time. */
function gain({ lockstep, lockstepAgain, loop, loopAgain }, time) {
  const sums = (some, others) => some.map((one, round) => one[time] + others[round][time]);
  return ratio(sums(loop, loopAgain), sums(lockstep, lockstepAgain));
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
