import { parentPort, workerData } from 'node:worker_threads';
import * as transformers from '@huggingface/transformers';
import { EngineError } from '../errors.js';
import { assertPadding } from './assert-padding.js';
import type { Batch } from './batch.js';
import type { OnnxDtype } from './onnx-options.js';
import { runBatch } from './run-batch.js';
import { ToldSteps } from './told-steps.js';

const { AutoModelForCausalLM, env } = transformers;
type PreTrainedModel = transformers.PreTrainedModel;

/** What a model's thread is started with. */
export interface ModelToLoad {
  readonly modelPath: string;
  readonly dtype: OnnxDtype;
  readonly threads: number;
  /** What fills rows that are shorter than others; null where there is one row at a time. */
  readonly padToken: number | null;
}

/** What a model's thread tells; it is told batches, one after another, and null when it is to end. */
export type FromModelThread =
  | { readonly type: 'loaded' }
  /** Of each step the tokens, one per row. */
  | { readonly type: 'steps'; readonly steps: readonly Int32Array[] }
  | { readonly type: 'over' }
  /** Of the batch, or of the loading before any. */
  | { readonly type: 'failed'; readonly error: unknown };

// Its errors come as errors; what it would print besides are the prompts' tokens.
// (Version 3 knows no levels.)
if ('LogLevel' in transformers) env.logLevel = transformers.LogLevel.NONE;
env.allowRemoteModels = false;

const port = parentPort!;
const tell = (message: FromModelThread) => port.postMessage(message);

try {
  const model = await load(workerData as ModelToLoad);
  port.on('message', (batch: Batch | null) => {
    (batch === null ? end(model) : run(model, batch)).catch(endThread);
  });
  tell({ type: 'loaded' });
} catch (error) {
  tell({ type: 'failed', error });
}

async function load({ modelPath, dtype, threads, padToken }: ModelToLoad): Promise<PreTrainedModel> {
  const model = await AutoModelForCausalLM.from_pretrained(modelPath, {
    dtype,
    device: 'cpu',
    local_files_only: true,
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  });
  assertInputs(model);
  if (padToken !== null) await assertPadding(model, padToken);
  return model;
}

/** @throws when a step would need more, or less, than the tokens that are new and the keys and values of all before */
function assertInputs(model: PreTrainedModel): void {
  const inputs: readonly string[] = model.sessions['model'].inputNames;
  const pasts = inputs.filter((name) => name.startsWith('past_'));
  const recurrent = pasts.find((name) => !name.startsWith('past_key_values'));
  if (recurrent !== undefined) {
    throw new EngineError(
      `expected a cache of keys and values alone, got a recurrent state too: ${recurrent}`,
    );
  }
  if (pasts.length === 0 || !inputs.includes('attention_mask')) {
    throw new EngineError(
      `expected a model exported with attention_mask and past_key_values, got inputs ${inputs.join(', ')}`,
    );
  }
}

async function run(model: PreTrainedModel, batch: Batch): Promise<void> {
  try {
    const told = new ToldSteps((steps) => tell({ type: 'steps', steps }));
    await runBatch(model, batch, (tokens) => told.add(tokens));
    told.flush();
    tell({ type: 'over' });
  } catch (error) {
    tell({ type: 'failed', error });
  }
}

/** The thread's owner hears of it by the event `error`. */
function endThread(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

async function end(model: PreTrainedModel): Promise<void> {
  await model.dispose();
  port.close();
}
