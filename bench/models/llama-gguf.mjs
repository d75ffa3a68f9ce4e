import { bool, float32, int32s, string, strings, uint32, writeGguf } from './gguf.mjs';
import { NORM_EPSILON, ROPE_BASE } from './llama.mjs';

/** What GGUF calls the matrices of a layer. */
const TENSOR = {
  query: 'attn_q',
  key: 'attn_k',
  value: 'attn_v',
  attentionOutput: 'attn_output',
  gate: 'ffn_gate',
  up: 'ffn_up',
  down: 'ffn_down',
};
/** Kinds of tokens: one that stands for text, and one that steers the model. */
const NORMAL = 1;
const CONTROL = 3;

/** Writes a decoder as a GGUF file for llama.cpp. */
export function writeLlamaGguf(file, name, shape, weights, tokenizer) {
  const norm = (tensor) => ({
    name: tensor,
    dimensions: [shape.width],
    data: new Float32Array(shape.width).fill(1),
  });
  const matrix = (tensor, { rows, columns, data }) => ({ name: tensor, dimensions: [columns, rows], data });
  return writeGguf(file, metadata(name, shape, tokenizer), [
    matrix('token_embd.weight', weights.embedding),
    ...weights.layers.flatMap((layer, i) => [
      norm(`blk.${i}.attn_norm.weight`),
      norm(`blk.${i}.ffn_norm.weight`),
      ...Object.entries(TENSOR).map(([part, tensor]) => matrix(`blk.${i}.${tensor}.weight`, layer[part])),
    ]),
    norm('output_norm.weight'),
    matrix('output.weight', weights.output),
  ]);
}

function metadata(name, { width, layers, heads, hidden, vocabulary, context }, tokenizer) {
  return {
    'general.architecture': string('llama'),
    'general.name': string(name),
    'general.file_type': uint32(0),
    'llama.vocab_size': uint32(vocabulary),
    'llama.context_length': uint32(context),
    'llama.embedding_length': uint32(width),
    'llama.block_count': uint32(layers),
    'llama.feed_forward_length': uint32(hidden),
    'llama.attention.head_count': uint32(heads),
    'llama.attention.head_count_kv': uint32(heads),
    'llama.attention.layer_norm_rms_epsilon': float32(NORM_EPSILON),
    'llama.rope.dimension_count': uint32(width / heads),
    'llama.rope.freq_base': float32(ROPE_BASE),
    'tokenizer.ggml.model': string('gpt2'),
    'tokenizer.ggml.pre': string('gpt-2'),
    'tokenizer.ggml.tokens': strings(tokenizer.tokens),
    'tokenizer.ggml.merges': strings(tokenizer.merges),
    'tokenizer.ggml.token_type': int32s(
      tokenizer.tokens.map((token) => (tokenizer.specials.includes(token) ? CONTROL : NORMAL)),
    ),
    'tokenizer.ggml.padding_token_id': uint32(tokenizer.pad),
    'tokenizer.ggml.bos_token_id': uint32(tokenizer.bos),
    'tokenizer.ggml.eos_token_id': uint32(tokenizer.eos),
    'tokenizer.ggml.add_bos_token': bool(true),
    'tokenizer.ggml.add_eos_token': bool(false),
  };
}
