import { fileURLToPath } from 'node:url';
import type { CostModel } from 'lockstep/cost';
import type { Engine } from 'lockstep/engine';
import { nearest } from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { tryModel } from './try-model.js';
import { upstreamKey } from './upstream-key.js';

/** The notation of the engines, for help texts. */
export const ENGINE_NOTATION =
  'llama (the model in the box), llama:FILE.gguf, onnx:FOLDER, openai:URL (with --model), ' +
  'simulated (takes what --cost says)';

/** The engine that needs no download and no other machine. */
export const DEFAULT_ENGINE = 'llama';

/** What the engines are told besides their names; each takes what concerns it. */
export interface OpenEngineOptions {
  /** Most requests in one batch: an integer ≥ 1, or Infinity for engines that take any number. */
  readonly maxBatchSize: number;
  /** The model's name; the one by which an upstream knows it. */
  readonly model?: string | undefined;
  /** Most tokens of prompt and output in one row: an integer ≥ 2 (default: as the model or the engine has it). */
  readonly contextTokens?: number | undefined;
  /** What the batches of the simulated engine take. */
  readonly cost: CostModel;
  /** The variable of the environment that has an upstream's key (default: see `upstreamKey`). */
  readonly upstreamKeyEnv?: string | undefined;
  /** How much faster than that the simulated engine is (default 1). */
  readonly speed?: number;
}

/** Opens an engine; `argument` is what stands after the colon, null without one. */
type Open = (argument: string | null, options: OpenEngineOptions) => Promise<Engine>;

/** Every engine; what it is made of is loaded only when it is asked for. */
const ENGINES: Readonly<Record<string, Open>> = {
  async llama(file, options) {
    if (file !== null) await tryModel('llama', file);
    const { llamaCppEngine } = await import('lockstep/engine/llama-cpp');
    return llamaCppEngine({ modelPath: file ?? MODEL_IN_THE_BOX, ...given(options) });
  },
  async onnx(folder, options) {
    const modelPath = needed(folder, 'onnx:FOLDER');
    await tryModel('onnx', modelPath);
    const { onnxEngine } = await import('lockstep/engine/onnx');
    return onnxEngine({ modelPath, ...given(options) });
  },
  async openai(url, options) {
    const baseURL = needed(url, 'openai:URL, such as openai:http://127.0.0.1:8000/v1');
    const { model } = options;
    if (model === undefined) {
      throw new UsageError(
        '--engine openai: expected --model with the name by which the upstream knows it, got none',
      );
    }
    const { openaiEngine } = await import('lockstep/engine/openai');
    const apiKey = upstreamKey(baseURL, options.upstreamKeyEnv);
    return openaiEngine({ baseURL, ...given(options), model, ...(apiKey !== undefined && { apiKey }) });
  },
  async simulated(argument, options) {
    if (argument !== null) throw new UsageError(`--engine: expected simulated, got simulated:${argument}`);
    const { simulatedEngine } = await import('lockstep/engine/simulated');
    const { cost, speed = 1 } = options;
    return simulatedEngine({ cost, speed, model: cost.name, ...given(options) });
  },
};

const MODEL_IN_THE_BOX = fileURLToPath(new URL('../../models/tiny-prose-q8_0.gguf', import.meta.url));

/**
 * Opens the engine that a command line names: the one place that picks among them.
 * @param written `llama`, `llama:FILE.gguf`, `onnx:FOLDER`, `openai:URL` or `simulated`
 * @throws UsageError for what names no engine, EngineError for one that cannot be set up
 */
export async function openEngine(written: string, options: OpenEngineOptions): Promise<Engine> {
  const [, name, argument = null] = /^([^:]*)(?::(.*))?$/s.exec(written)!;
  const open = Object.hasOwn(ENGINES, name!) ? ENGINES[name!]! : null;
  if (open !== null) {
    if (options.upstreamKeyEnv !== undefined && open !== ENGINES.openai) {
      throw new UsageError(`--upstream-key-env: is for --engine openai:URL, got --engine ${written}`);
    }
    return open(argument, options);
  }
  const meant = nearest(name!, Object.keys(ENGINES));
  const hint = meant === null ? '' : `; did you mean "${meant}"?`;
  throw new UsageError(`--engine: expected ${ENGINE_NOTATION}, got ${JSON.stringify(written)}${hint}`);
}

function needed(argument: string | null, form: string): string {
  if (argument !== null && argument !== '') return argument;
  throw new UsageError(`--engine: expected ${form}, got nothing after the colon`);
}

/** What every engine takes, as far as it was given. */
function given({ maxBatchSize, model, contextTokens }: OpenEngineOptions) {
  return {
    maxBatchSize,
    ...(model !== undefined && { model }),
    ...(contextTokens !== undefined && { contextTokens }),
  };
}
