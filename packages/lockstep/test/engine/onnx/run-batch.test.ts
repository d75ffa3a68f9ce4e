import { AutoModelForCausalLM, Tensor } from '@huggingface/transformers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelInputs, ModelOutputs } from '../../../src/engine/onnx/padded-batch.js';
import { type BatchRow, END, NO_TOKEN } from '../../../src/engine/onnx/batch.js';
import { type BatchModel, runBatch } from '../../../src/engine/onnx/run-batch.js';
import { TINY_PROSE } from './tiny-prose.js';

const PAD = 0;
const END_TOKEN = 2;
const GREEDY = { temperature: 0, topP: 1, seed: 0 };

function row(tokens: number[], maxTokens: number, more: Partial<BatchRow> = {}): BatchRow {
  return { tokens, maxTokens, endTokens: [END_TOKEN], sampling: GREEDY, ...more };
}

async function run(model: BatchModel, rows: BatchRow[], onStep?: (ended: Uint8Array) => void) {
  const ended = new Uint8Array(new SharedArrayBuffer(rows.length));
  const steps: number[][] = [];
  await runBatch(model, { rows, padToken: PAD, ended }, (tokens) => {
    steps.push([...tokens]);
    onStep?.(ended);
  });
  return steps;
}

/** Watches what a model is fed. */
function watched(model: BatchModel) {
  const fed: ModelInputs[] = [];
  return {
    fed,
    forward: (inputs: ModelInputs) => {
      fed.push(inputs);
      return model.forward(inputs);
    },
  };
}

/** A model of 10 tokens that writes what it is told to, row by row, whatever it is fed. */
function scripted(...texts: number[][]): BatchModel {
  let step = 0;
  return {
    async forward({ input_ids }): Promise<ModelOutputs> {
      const [rows, columns] = input_ids.dims as [number, number];
      const logits = new Float32Array(rows * columns * 10);
      texts.forEach((text, place) => {
        logits[((place + 1) * columns - 1) * 10 + text[Math.min(step, text.length - 1)]!] = 1;
      });
      step++;
      return { logits: new Tensor('float32', logits, [rows, columns, 10]) };
    },
  };
}

const numbers = ({ data, dims }: Tensor) => {
  const all = Array.from(data as BigInt64Array, Number);
  return Array.from({ length: dims[0]! }, (_, i) => all.slice(i * dims[1]!, (i + 1) * dims[1]!));
};

describe('a static batch', () => {
  test('pads prompts on the left; the mask leaves the padding out, and grows by a column each step', async () => {
    const model = watched(scripted([5, 6], [7, 8], [9, 9]));
    await run(model, [row([3], 2), row([3, 4, 5], 2), row([3, 4], 2)]);
    expect(model.fed.map(({ input_ids }) => numbers(input_ids))).toEqual([
      [
        [PAD, PAD, 3],
        [3, 4, 5],
        [PAD, 3, 4],
      ],
      [[5], [7], [9]],
    ]);
    expect(model.fed.map(({ attention_mask }) => numbers(attention_mask))).toEqual([
      [
        [0, 0, 1],
        [1, 1, 1],
        [0, 1, 1],
      ],
      [
        [0, 0, 1, 1],
        [1, 1, 1, 1],
        [0, 1, 1, 1],
      ],
    ]);
  });

  test('a row that has ended stays so, whatever the model goes on writing in its place', async () => {
    const steps = await run(scripted([5, END_TOKEN, 6, END_TOKEN], [7, 7, 7, 7]), [row([3], 9), row([3], 4)]);
    expect(steps).toEqual([
      [5, 7],
      [END, 7],
      [NO_TOKEN, 7],
      [NO_TOKEN, 7],
    ]);
  });

  test('ends with its last row: each by its own limit, its natural end, or the one who does not want it', async () => {
    let steps = 0;
    const taken = await run(
      scripted([5, 5, 5, 5, 5, 5], [6, 6, END_TOKEN, 6, 6, 6], [7, END_TOKEN, 7, 7, 7], [8, 8, 8, 8, 8]),
      [row([3], 1), row([3], 9), row([3], 4, { endTokens: [] }), row([3], 9)],
      (ended) => {
        if (++steps === 2) ended[3] = 1;
      },
    );
    expect(taken).toEqual([
      [5, 6, 7, 8],
      [NO_TOKEN, 6, END_TOKEN, 8],
      [NO_TOKEN, END, 7, NO_TOKEN],
      [NO_TOKEN, NO_TOKEN, 7, NO_TOKEN],
    ]);
  });

  test('a batch that is not wanted is not run at all', async () => {
    const model = watched(scripted([5]));
    const ended = new Uint8Array(new SharedArrayBuffer(1)).fill(1);
    await runBatch(model, { rows: [row([3], 5)], padToken: PAD, ended }, () => expect.unreachable());
    expect(model.fed).toEqual([]);
  });
});

describe('the model in the box', () => {
  let model: BatchModel;
  beforeAll(async () => {
    model = await AutoModelForCausalLM.from_pretrained(TINY_PROSE, {
      dtype: 'fp32',
      device: 'cpu',
      local_files_only: true,
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
    });
  });

  test('takes as many steps as its longest row has tokens, every one of them for all rows', async () => {
    const spy = watched(model);
    const lengths = [3, 25, 1, 12];
    const rows = lengths.map((length, i) =>
      row([1, 70 + i, ...new Array(i * 3).fill(90)], length, { endTokens: [] }),
    );
    const steps = await run(spy, rows);
    expect(steps).toHaveLength(25);
    expect(spy.fed.map(({ input_ids }) => input_ids.dims[0])).toEqual(new Array(25).fill(4));
    const counts = lengths.map((_, i) => steps.filter((tokens) => tokens[i]! >= 0).length);
    expect(counts).toEqual(lengths);
  });

  test('seeded rows draw from streams of their own', async () => {
    const sampled = (seed: number) =>
      row([1, 70, 71], 15, { endTokens: [], sampling: { temperature: 1, topP: 0.9, seed } });
    const [alone] = [await run(model, [sampled(7)])];
    const batched = await run(model, [sampled(8), sampled(7), row([1, 90, 91, 92, 93, 94, 95], 15)]);
    expect(batched.map((tokens) => tokens[1])).toEqual(alone!.map((tokens) => tokens[0]));
    expect(batched.map((tokens) => tokens[0])).not.toEqual(alone!.map((tokens) => tokens[0]));
  });
});
