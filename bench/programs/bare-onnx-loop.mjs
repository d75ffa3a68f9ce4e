// What an ONNX engine's thread runs, and beside it a bare loop over the model that the engine has loaded, the very same
// copy: greedy batches of the same length for all rows, texts at their end.
import { AutoModelForCausalLM, AutoTokenizer, DynamicCache, Tensor } from '@huggingface/transformers';

const DECODING = { skip_special_tokens: true, clean_up_tokenization_spaces: false };

let model, tokenizer;
const load = AutoModelForCausalLM.from_pretrained;
AutoModelForCausalLM.from_pretrained = async function (modelPath, options) {
  model = await load.call(this, modelPath, options);
  tokenizer = await AutoTokenizer.from_pretrained(modelPath, { local_files_only: true });
  tokenizer.padding_side = 'left';
  return model;
};

const channel = new BroadcastChannel('bare-onnx-loop');
channel.unref();
channel.onmessage = async ({ data: { prompts, tokens } }) => {
  channel.postMessage({ texts: await generate(prompts, tokens) });
};

await import('../../packages/lockstep/dist/engine/onnx/model-worker.js');

async function generate(prompts, tokens) {
  let { input_ids, attention_mask } = tokenizer(prompts, { padding: true });
  const generated = prompts.map(() => []);
  let past_key_values = null;
  for (let step = 0; step < tokens; step++) {
    const outputs = await model.forward({ input_ids, attention_mask, past_key_values });
    const next = likeliest(outputs.logits);
    next.forEach((token, row) => generated[row].push(token));
    input_ids = new Tensor('int64', BigInt64Array.from(next, BigInt), [prompts.length, 1]);
    attention_mask = withOneMore(attention_mask);
    past_key_values = cacheOf(outputs);
  }
  return generated.map((row) => tokenizer.decode(row, DECODING));
}

/** The likeliest next token of every row. */
function likeliest({ data, dims: [rows, columns, size] }) {
  return Array.from({ length: rows }, (_, row) => {
    const from = (row * columns + columns - 1) * size;
    let best = from;
    for (let i = from + 1; i < from + size; i++) if (data[i] > data[best]) best = i;
    return best - from;
  });
}

/** A mask with one more column, of tokens that are all to be seen. */
function withOneMore({ data, dims: [rows, columns] }) {
  const mask = new BigInt64Array(rows * (columns + 1)).fill(1n);
  for (let row = 0; row < rows; row++) {
    mask.set(data.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
  }
  return new Tensor('int64', mask, [rows, columns + 1]);
}

/** The keys and values of all tokens so far, as the next step takes them. */
function cacheOf(outputs) {
  const present = Object.entries(outputs).filter(([name]) => name.startsWith('present'));
  return new DynamicCache(
    Object.fromEntries(present.map(([name, tensor]) => [name.replace('present', 'past_key_values'), tensor])),
  );
}
