import { type CostModel, GPUS, largestBatch, roofline } from 'lockstep/cost';
import { evenShape } from '../even-shape.js';
import type { PublishedTable } from '../reference.js';
import { percent, percentRange } from './errors.js';
import type { Published, PublishedFinding } from './published.js';

type Row = readonly [
  model: string,
  batch: number,
  gpus: number,
  prompt: number,
  output: number,
  tokensPerSecond: number,
];

interface Table {
  readonly data: readonly Row[];
  readonly first_token_ms: Readonly<Record<string, number>>;
}

/** The cards' 80 GiB: one of these batches fills them beyond the 80 GB of the data sheet. */
const GPU = { ...GPUS['a100-80']!, memoryGB: 86 };

const MODEL_NAMES: Readonly<Record<string, string>> = {
  'gpt-j-6b': 'gpt-j-6b',
  'llama-7b': 'llama-2-7b',
  'llama-70b': 'llama-2-70b',
};

export const tensorRtLlm: Published = {
  id: 'trtllm_a100_fp16',
  title: 'TensorRT-LLM 0.6.1: throughput of large static batches and first tokens on A100-80GB, `roofline`',
  check(table) {
    const { data, first_token_ms } = table as PublishedTable & Table;
    const firstTokens = Object.entries(first_token_ms).map(firstToken);
    const shares = [...data.map(throughputShare), ...firstTokens.map(({ share }) => share)];
    return [
      ...data.map(throughputRow),
      ...firstTokens.map(({ finding }) => finding),
      {
        what: 'all rows, as shares of the bound',
        published: '≤ 100 %',
        ours: percentRange(shares),
        passes: Math.max(...shares) <= 1,
      },
      ...[0.1, 0].map((memoryReserve) => ({
        what: `batches that ran there and are refused here, with a memory reserve of ${memoryReserve * 100} %`,
        published: `0 of ${data.length}`,
        ours: String(data.filter((row) => !fits(row, memoryReserve)).length),
        passes: null,
      })),
    ];
  },
};

/** The bound: efficiency 1, tensor parallelism without communication. */
function ideal(model: string, gpus: number): CostModel {
  return roofline({ gpu: GPU, model: MODEL_NAMES[model]!, gpus, memoryReserve: 0 });
}

/** Whether a row's batch has room on the GPU as the preset knows it. */
function fits([model, batch, gpus, promptTokens, outputTokens]: Row, memoryReserve: number): boolean {
  const placement = { gpu: 'a100-80', model: MODEL_NAMES[model]!, gpus, memoryReserve };
  return batch <= largestBatch({ ...placement, promptTokens, outputTokens });
}

/** Output tokens per second and GPU at efficiency 1. */
function bound([model, batch, gpus, prompt, output]: Row): number {
  const { durationMs } = ideal(model, gpus).time(evenShape(batch, prompt, output));
  return (batch * output * 1000) / durationMs / gpus;
}

function throughputShare(row: Row): number {
  return row[5] / bound(row);
}

function throughputRow(row: Row): PublishedFinding {
  const [model, batch, gpus, prompt, output, measured] = row;
  const on = gpus === 1 ? '' : ` on ${gpus} GPUs`;
  return {
    what: `${model}${on}, batch ${batch}, ${prompt} + ${output} tokens: output tokens/s per GPU against the bound`,
    published: String(measured),
    ours: `${Math.round(bound(row))} (reached: ${percent(throughputShare(row))})`,
    passes: throughputShare(row) <= 1,
  };
}

function firstToken([key, measuredMs]: [string, number]): { share: number; finding: PublishedFinding } {
  const [, model, gpus = '1', prompt] = /^(\S+)(?: TP(\d))? in(\d+)$/.exec(key)!;
  const { durationMs } = ideal(model!, Number(gpus)).time(evenShape(1, Number(prompt), 1));
  const on = gpus === '1' ? '' : ` on ${gpus} GPUs`;
  const share = durationMs / measuredMs;
  return {
    share,
    finding: {
      what: `${model}${on}, batch 1, ${prompt} prompt tokens: first token (ms) against the bound`,
      published: String(measuredMs),
      ours: `${durationMs.toFixed(1)} (reached: ${percent(share)})`,
      passes: share <= 1,
    },
  };
}
