import type * as transformers from '@huggingface/transformers';
import { EngineError } from '../errors.js';

/**
 * Reads a model's tokenizer, from its folder alone: nothing is looked for in the network.
 * @throws EngineError when transformers.js is not installed, or cannot read it
 */
export async function loadTokenizer(modelPath: string): Promise<transformers.PreTrainedTokenizer> {
  const { AutoTokenizer } = await importTransformers();
  try {
    return await AutoTokenizer.from_pretrained(modelPath, { local_files_only: true });
  } catch (error) {
    throw new EngineError(`${modelPath}: its tokenizer cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function importTransformers(): Promise<typeof transformers> {
  try {
    return await import('@huggingface/transformers');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new EngineError(
      '@huggingface/transformers is not installed; install it with: npm install @huggingface/transformers@4.3.1 ' +
        '(with ONNXRUNTIME_NODE_INSTALL=skip in the environment where only the registry can be reached)',
      { cause: error },
    );
  }
}
