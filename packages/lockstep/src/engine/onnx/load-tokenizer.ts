import type * as transformers from '@huggingface/transformers';
import { EngineError } from '../errors.js';

const PACKAGE = '@huggingface/transformers';

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
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(`'${PACKAGE}'`)) {
      throw new EngineError(`${PACKAGE} cannot be loaded: ${message}`, { cause: error });
    }
    throw new EngineError(
      `${PACKAGE} is not installed; install it with: npm install ${PACKAGE}@4.3.1 ` +
        '(with ONNXRUNTIME_NODE_INSTALL=skip in the environment where only the registry can be reached)',
      { cause: error },
    );
  }
}
