import { fileURLToPath } from 'node:url';
import { randomModel } from '../models/random-model.mjs';

const packages = (path) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/**
 * The models that engines are measured on.
 * @returns {Promise<{ name: string, about: string, gguf: string, onnxFolder: string, tokens: number, rounds: number }[]>}
 *   each with how many tokens a row is to have, and how many rounds a measure of it takes
 */
export async function measuredModels() {
  return [
    {
      name: 'tiny-prose',
      about: 'the model in the box, 1.9 million parameters',
      gguf: packages('lockstep-cli/models/tiny-prose-q8_0.gguf'),
      onnxFolder: packages('lockstep/test/fixtures/tiny-prose/tiny-prose-onnx'),
      tokens: 48,
      rounds: 15,
    },
    {
      ...(await randomModel()),
      name: 'random-62M',
      about: 'random weights, 62 million parameters',
      tokens: 6,
      rounds: 5,
    },
  ];
}

/** As many prompts as rows, of unequal lengths. */
export function promptsFor(rows) {
  return Array.from({ length: rows }, (_, row) => BEGINNINGS[row % BEGINNINGS.length]);
}

const BEGINNINGS = [
  'Captain Ahab',
  'My fellow citizens, we have',
  'The whale',
  'We must go on with the work of peace, and',
];
