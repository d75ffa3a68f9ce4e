import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLlamaGguf } from './llama-gguf.mjs';
import { writeLlamaOnnx } from './llama-onnx.mjs';
import { readTokenizer } from './tokenizer.mjs';
import { randomWeights } from './weights.mjs';

/** 62 million parameters, 248 MB: large enough that a step is dominated by arithmetic, small enough for two CPU cores. */
export const MEDIUM = { width: 640, layers: 12, heads: 10, hidden: 1728, context: 1024 };

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/lockstep/models/', import.meta.url));

/**
 * A model of the llama architecture with random weights, for both local engines: its words mean nothing, its speed is
 * that of any model of its shape. Written when first asked for, and kept in a folder that git ignores. It does not end
 * its texts: run it with `ignoreEos`.
 * @param {{
 *   shape?: { width: number, layers: number, heads: number, hidden: number, context: number },
 *   seed?: number,
 *   folder?: string,
 * }} options its shape, an integer, and the folder where models are kept
 * @returns {Promise<{ name: string, gguf: string, onnxFolder: string }>} a GGUF file and a folder for transformers.js
 */
export async function randomModel({ shape = MEDIUM, seed = 1, folder = CACHE } = {}) {
  const name = `random-w${shape.width}-l${shape.layers}-h${shape.heads}-f${shape.hidden}-c${shape.context}-s${seed}`;
  const home = join(folder, name);
  if (!(await exists(home))) await writeModel(home, name, shape, seed);
  return { name, gguf: join(home, `${name}.gguf`), onnxFolder: join(home, `${name}-onnx`) };
}

async function writeModel(home, name, shape, seed) {
  const tokenizer = readTokenizer();
  const whole = withVocabulary(shape, tokenizer);
  const weights = randomWeights(whole, seed);
  // Under another name first, so that one who is interrupted leaves no half of a model.
  const draft = `${home}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await writeLlamaGguf(join(draft, `${name}.gguf`), name, whole, weights, tokenizer);
    await writeLlamaOnnx(join(draft, `${name}-onnx`), whole, weights, tokenizer);
    await rename(draft, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function withVocabulary(shape, { tokens }) {
  return { ...shape, vocabulary: tokens.length };
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
