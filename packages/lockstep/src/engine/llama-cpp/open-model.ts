import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { EngineError } from '../errors.js';
import { type Backend, startBackend } from './backend.js';
import { checkGguf } from './check-gguf.js';
import { contextOfRow, type LlamaCppSettings, threadsFor } from './llama-cpp-options.js';

/** A model in memory, with a context that has a place for every row of a batch. */
export interface OpenModel {
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  /** Most tokens of prompt and output together in one row; the context may hold a few more. */
  readonly contextTokens: number;
}

/** @throws EngineError that names the file when it is missing, broken, or too large for this machine */
export async function openModel(settings: LlamaCppSettings): Promise<OpenModel> {
  const { modelPath } = settings;
  const backend = await startBackend(settings.gpu);
  await checkGguf(modelPath);
  const model = await backend.llama.loadModel({ modelPath }).catch(async (error: unknown) => {
    throw new EngineError(
      `${modelPath}: not a model that llama.cpp can load: ${await backend.complaints.explain(error)}`,
      { cause: error },
    );
  });
  try {
    const contextTokens = contextOfRow(settings, model.trainContextSize);
    const context = await createContext(backend, model, settings, contextTokens);
    return { backend, model, context, contextTokens };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

async function createContext(
  { complaints }: Backend,
  model: LlamaModel,
  settings: LlamaCppSettings,
  contextTokens: number,
): Promise<LlamaContext> {
  const { modelPath, maxBatchSize, prefillTokens } = settings;
  try {
    return await model.createContext({
      sequences: maxBatchSize,
      contextSize: contextTokens,
      batchSize: Math.min(prefillTokens, maxBatchSize * contextTokens),
      threads: threadsFor(settings, model.size),
    });
  } catch (error) {
    throw new EngineError(
      `${modelPath}: no context for ${maxBatchSize} rows of ${contextTokens} tokens: ` +
        `${await complaints.explain(error)}; try a smaller contextTokens or maxBatchSize`,
      { cause: error },
    );
  }
}
