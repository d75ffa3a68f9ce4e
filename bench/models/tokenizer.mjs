import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../packages/lockstep/test/fixtures/tiny-prose/tiny-prose-onnx/', import.meta.url);
const FILES = ['tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];

/** The tokenizer of the model in the box, for models that have nothing to say anyway. */
export function readTokenizer() {
  const files = Object.fromEntries(FILES.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]));
  const { model, added_tokens: added } = JSON.parse(files['tokenizer.json']);
  const {
    bos_token_id: bos,
    eos_token_id: eos,
    pad_token_id: pad,
  } = JSON.parse(files['generation_config.json']);
  const tokens = Object.entries(model.vocab)
    .sort(([, a], [, b]) => a - b)
    .map(([token]) => token);
  const merges = model.merges.map((merge) => (Array.isArray(merge) ? merge.join(' ') : merge));
  return { files, tokens, merges, specials: added.map(({ content }) => content), bos, eos, pad };
}
