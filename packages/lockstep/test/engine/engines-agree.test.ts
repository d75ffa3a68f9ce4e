import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerationRequest } from 'lockstep/engine';
import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { onnxEngine } from 'lockstep/engine/onnx';
import { expect, test } from 'vitest';
import { randomModel } from '../../../../bench/models/random-model.mjs';
import { record, type Recording } from '../contract/engine-recording.js';
import { EXACT } from './llama-cpp/models.js';
import { TINY_PROSE } from './onnx/tiny-prose.js';

const PROMPTS = [
  'Captain Ahab',
  'My fellow citizens, we have come together to speak of what this nation has done',
  'We',
  'Call me Ishmael. Some years ago',
  'In the morning the sea was calm, and the men went up to look for a sail',
  'The people of the United States must never forget that',
  'A ship',
  'The whale',
];

/** Runs the same batches on both engines, over the same weights. */
async function both(gguf: string, onnxFolder: string, batches: readonly GenerationRequest[][]) {
  const recordings: Recording[][] = [];
  for (const engine of [
    await llamaCppEngine({ modelPath: gguf, threads: 1 }),
    await onnxEngine({ modelPath: onnxFolder, threads: 1 }),
  ]) {
    const recorded = [];
    for (const batch of batches) recorded.push(await record(engine, batch));
    recordings.push(recorded);
    await engine.dispose();
  }
  return recordings as [Recording[], Recording[]];
}

test('llama.cpp and ONNX agree on the small model, token for token, to its natural ends', async () => {
  const greedy = PROMPTS.map((prompt) => ({ prompt, maxTokens: 100, temperature: 0 }));
  const [llama, onnx] = await both(EXACT, TINY_PROSE, [greedy, ...greedy.map((request) => [request])]);
  expect(llama.map(({ results }) => results)).toEqual(onnx.map(({ results }) => results));
  expect(llama.map(({ parts }) => parts)).toEqual(onnx.map(({ parts }) => parts));
  expect(llama[0]!.results.filter(({ finishReason }) => finishReason === 'stop').length).toBeGreaterThan(4);
});

test('the models that benchmarks make have the same weights in both files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-models-'));
  const shape = { width: 64, layers: 2, heads: 2, hidden: 160, context: 256 };
  const { gguf, onnxFolder } = await randomModel({ shape, seed: 5, folder });
  const requests = PROMPTS.map((prompt) => ({ prompt, maxTokens: 12, temperature: 0, ignoreEos: true }));
  const [llama, onnx] = await both(gguf, onnxFolder, [requests]);
  expect(llama[0]!.results).toEqual(onnx[0]!.results);
  await rm(folder, { recursive: true });
});
