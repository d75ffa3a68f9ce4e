import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NORM_EPSILON, ROPE_BASE } from './llama.mjs';
import { BOOL, FLOAT, INT64, OnnxGraph } from './onnx-graph.mjs';

/** What is added to the score of a token that must not be seen. */
const MASKED = -1e9;

/** Writes a decoder as a folder in the layout of transformers.js. */
export async function writeLlamaOnnx(folder, shape, weights, tokenizer) {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const { chunks } = decoder(shape, weights).model();
  const handle = await open(join(folder, 'onnx', 'model.onnx'), 'w');
  try {
    for (const chunk of chunks) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config(shape, tokenizer), null, 2));
  for (const [name, text] of Object.entries(tokenizer.files)) await writeFile(join(folder, name), text);
}

function config({ width, layers, heads, hidden, vocabulary, context }, tokenizer) {
  return {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    hidden_size: width,
    intermediate_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: heads,
    vocab_size: vocabulary,
    max_position_embeddings: context,
    bos_token_id: tokenizer.bos,
    eos_token_id: tokenizer.eos,
    pad_token_id: tokenizer.pad,
    rms_norm_eps: NORM_EPSILON,
  };
}

/** Takes tokens, the mask of padding, positions, and the keys and values so far; gives the last token's logits. */
function decoder(shape, weights) {
  const { width, layers, heads, vocabulary } = shape;
  const perHead = width / heads;
  const graph = new OnnxGraph();
  graph.input('input_ids', INT64, ['batch', 'new']);
  graph.input('attention_mask', INT64, ['batch', 'total']);
  graph.input('position_ids', INT64, ['batch', 'new']);

  const norm = (x, name) =>
    graph.apply(
      'SimplifiedLayerNormalization',
      [x, graph.weights(name, [width], new Float32Array(width).fill(1))],
      { axis: -1, epsilon: { float: NORM_EPSILON } },
    );
  const multiply = (x, name, { rows, columns, data }) =>
    graph.apply('MatMul', [x, graph.weights(name, [columns, rows], transposed(data, rows, columns))]);
  const splitHeads = (x) =>
    graph.apply('Transpose', [graph.apply('Reshape', [x, graph.integers(0, 0, heads, perHead)])], {
      perm: [0, 2, 1, 3],
    });

  const turn = rotation(graph, shape);
  const mask = causalMask(graph);
  const scale = graph.number(1 / Math.sqrt(perHead));
  const cached = (layer, part, x) => {
    const past = graph.input(`past_key_values.${layer}.${part}`, FLOAT, ['batch', heads, 'past', perHead]);
    const present = `present.${layer}.${part}`;
    graph.output(present, FLOAT, ['batch', heads, 'total', perHead]);
    return graph.apply('Concat', [past, x], { axis: 2 }, present);
  };
  const attention = (x, layer) => {
    const { query, key, value, attentionOutput } = weights.layers[layer];
    const q = turn(splitHeads(multiply(x, `${layer}.query`, halvesApart(query, heads))));
    const k = cached(layer, 'key', turn(splitHeads(multiply(x, `${layer}.key`, halvesApart(key, heads)))));
    const v = cached(layer, 'value', splitHeads(multiply(x, `${layer}.value`, value)));
    const likeness = graph.apply('MatMul', [q, graph.apply('Transpose', [k], { perm: [0, 1, 3, 2] })]);
    const scores = graph.apply('Add', [graph.apply('Mul', [likeness, scale]), mask]);
    const seen = graph.apply('MatMul', [graph.apply('Softmax', [scores], { axis: -1 }), v]);
    const joined = graph.apply('Reshape', [
      graph.apply('Transpose', [seen], { perm: [0, 2, 1, 3] }),
      graph.integers(0, 0, width),
    ]);
    return multiply(joined, `${layer}.attentionOutput`, attentionOutput);
  };
  const feedForward = (x, layer) => {
    const { gate, up, down } = weights.layers[layer];
    const opened = multiply(x, `${layer}.gate`, gate);
    const silu = graph.apply('Mul', [opened, graph.apply('Sigmoid', [opened])]);
    return multiply(graph.apply('Mul', [silu, multiply(x, `${layer}.up`, up)]), `${layer}.down`, down);
  };

  let x = graph.apply('Gather', [
    graph.weights('embedding', [vocabulary, width], weights.embedding.data),
    'input_ids',
  ]);
  for (let layer = 0; layer < layers; layer++) {
    x = graph.apply('Add', [x, attention(norm(x, `${layer}.attentionNorm`), layer)]);
    x = graph.apply('Add', [x, feedForward(norm(x, `${layer}.feedForwardNorm`), layer)]);
  }
  const last = graph.apply('Slice', [x, graph.integers(-1), graph.integers(2 ** 31), graph.integers(1)]);
  const logits = multiply(norm(last, 'outputNorm'), 'output', weights.output);
  graph.apply('Identity', [logits], {}, 'logits');
  graph.output('logits', FLOAT, ['batch', 1, vocabulary]);
  return graph;
}

/** Turns queries and keys by their positions; the first half of a head's numbers are the real parts. */
function rotation(graph, { width, heads, context }) {
  const perHead = width / heads;
  const half = perHead / 2;
  const table = (name, wave) => {
    const data = Float32Array.from({ length: context * perHead }, (_, i) => {
      const position = Math.floor(i / perHead);
      return wave(position / ROPE_BASE ** ((i % half) / half));
    });
    const rows = graph.apply('Gather', [graph.weights(name, [context, perHead], data), 'position_ids']);
    return graph.apply('Unsqueeze', [rows, graph.integers(1)]);
  };
  const cosines = table('cosines', Math.cos);
  const sines = table('sines', Math.sin);
  let count = 0;
  return (x) => {
    const names = [`real${count}`, `imaginary${count++}`];
    const [real, imaginary] = graph.applyMany('Split', [x, graph.integers(half, half)], { axis: -1 }, names);
    const quarterTurned = graph.apply('Concat', [graph.apply('Neg', [imaginary]), real], { axis: -1 });
    return graph.apply('Add', [graph.apply('Mul', [x, cosines]), graph.apply('Mul', [quarterTurned, sines])]);
  };
}

/** 0 where a token may be seen, which is: not later, and no padding. */
function causalMask(graph) {
  const length = (name) => graph.apply('Gather', [graph.apply('Shape', [name]), graph.integer(1)]);
  const total = length('attention_mask');
  const past = graph.apply('Sub', [total, length('input_ids')]);
  const range = (from) => graph.apply('Range', [from, total, graph.integer(1)]);
  const notLater = graph.apply('LessOrEqual', [
    graph.apply('Unsqueeze', [range(graph.integer(0)), graph.integers(0)]),
    graph.apply('Unsqueeze', [range(past), graph.integers(1)]),
  ]);
  const noPadding = graph.apply('Unsqueeze', [
    graph.apply('Cast', ['attention_mask'], { to: BOOL }),
    graph.integers(1, 2),
  ]);
  const seen = graph.apply('And', [notLater, noPadding]);
  return graph.apply('Where', [seen, graph.number(0), graph.number(MASKED)]);
}

/** llama.cpp turns neighbouring numbers together, transformers the two halves of a head: the rows change places. */
function halvesApart({ rows, columns, data }, heads) {
  const perHead = rows / heads;
  const moved = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const within = row % perHead;
    const target = row - within + (within % 2) * (perHead / 2) + Math.floor(within / 2);
    moved.set(data.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return { rows, columns, data: moved };
}

function transposed(data, rows, columns) {
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = data[row * columns + column];
  }
  return out;
}
