import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { EngineError } from '../errors.js';
import { importPeer } from '../peers.js';

/**
 * Reads a model's tokenizer, from its folder alone: nothing is looked for in the network.
 * @throws EngineError when transformers.js is not installed, or cannot read it
 */
export async function loadTokenizer(modelPath: string): Promise<PreTrainedTokenizer> {
  const { AutoTokenizer } = await importPeer(
    '@huggingface/transformers',
    () => import('@huggingface/transformers'),
  );
  try {
    return await AutoTokenizer.from_pretrained(modelPath, { local_files_only: true });
  } catch (error) {
    throw new EngineError(`${modelPath}: its tokenizer cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
