import { fileURLToPath } from 'node:url';
import { randomModel } from '../models/random-model.mjs';

const packages = (path) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/**
 * The models that engines are measured on.
 * @returns {Promise<{ name: string, about: string, gguf: string, onnxFolder: string, tokens: number, rounds: number, curveTokens: number }[]>}
 *   each with how many tokens a row is to have, and rounds a measure, and how many tokens for its curve
 */
export async function measuredModels() {
  return [
    {
      name: 'tiny-prose',
      about: 'Model in the box, 1.9 million parameters',
      gguf: packages('lockstep-cli/models/tiny-prose-q8_0.gguf'),
      onnxFolder: packages('lockstep/test/fixtures/tiny-prose/tiny-prose-onnx'),
      tokens: 48,
      rounds: 15,
      curveTokens: 64,
    },
    {
      ...(await randomModel()),
      name: 'random-62M',
      about: 'Random weights, 62 million parameters',
      tokens: 5,
      rounds: 3,
      curveTokens: 24,
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
