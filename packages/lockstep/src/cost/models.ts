/** The sizes of a decoder-only transformer that decide its arithmetic and its memory traffic. Integers ≥ 1. */
export interface TransformerModel {
  /** What the command line calls it, such as `llama-3-8b`. */
  readonly name: string;
  readonly layers: number;
  /** Width of the residual stream. */
  readonly hidden: number;
  /** Query heads. */
  readonly heads: number;
  /** Key and value heads; fewer than `heads` under grouped-query attention. */
  readonly kvHeads: number;
  /** Width of one head. */
  readonly headDim: number;
  /** Inner width of the feed-forward block. */
  readonly intermediate: number;
  /** Three matrices in the feed-forward block (SwiGLU) instead of two. */
  readonly gated: boolean;
  readonly vocabulary: number;
  /** The input embedding is the output head's matrix, kept once. */
  readonly tiedEmbedding: boolean;
  /** Bytes of a weight, > 0 (default 2: 16 bit). Arithmetic is 16-bit whatever the weights. */
  readonly weightBytes?: number;
  /** Bytes of a cached key or value, > 0 (default 2: 16 bit). */
  readonly kvBytes?: number;
}

/** From the models' published configurations; gpt-20b is the GPT of FasterTransformer's benchmark tables. */
export const MODELS: Readonly<Record<string, TransformerModel>> = Object.fromEntries(
  [
    llama('llama-2-7b', 32, 4096, 32, 32, 11008, 32000),
    llama('llama-2-13b', 40, 5120, 40, 40, 13824, 32000),
    llama('llama-2-70b', 80, 8192, 64, 8, 28672, 32000),
    llama('llama-3-8b', 32, 4096, 32, 8, 14336, 128256),
    llama('llama-3-70b', 80, 8192, 64, 8, 28672, 128256),
    llama('mistral-7b', 32, 4096, 32, 8, 14336, 32000),
    llama('qwen2.5-7b', 28, 3584, 28, 4, 18944, 152064),
    gpt('opt-13b', 40, 5120, 40, 50272, true),
    gpt('gpt-j-6b', 28, 4096, 16, 50400, false),
    gpt('gpt-6.7b', 32, 4096, 32, 51200, true),
    gpt('gpt-20b', 44, 6144, 48, 51200, true),
  ].map((model) => [model.name, model]),
);

/** Weights that every pass multiplies with, layers alone: attention and feed-forward matrices. */
export function bodyParameters(model: TransformerModel): number {
  const { layers, hidden, heads, kvHeads, headDim, intermediate, gated } = model;
  const attention = 2 * hidden * heads * headDim + 2 * hidden * kvHeads * headDim;
  const feedForward = (gated ? 3 : 2) * hidden * intermediate;
  return layers * (attention + feedForward);
}

/** Weights that a pass multiplies with: the layers and the output head, without the input embedding. */
export function linearParameters(model: TransformerModel): number {
  return bodyParameters(model) + model.vocabulary * model.hidden;
}

/** All weights that memory holds: the linear ones, the norms, and the input embedding unless it is tied. */
export function allParameters(model: TransformerModel): number {
  const norms = (2 * model.layers + 1) * model.hidden;
  const embedding = model.tiedEmbedding ? 0 : model.vocabulary * model.hidden;
  return linearParameters(model) + norms + embedding;
}

/** Bytes that one token of context occupies in the KV cache, over all layers. */
export function kvBytesPerToken(model: TransformerModel): number {
  return 2 * model.layers * model.kvHeads * model.headDim * (model.kvBytes ?? 2);
}

function llama(
  name: string,
  layers: number,
  hidden: number,
  heads: number,
  kvHeads: number,
  intermediate: number,
  vocabulary: number,
): TransformerModel {
  const headDim = hidden / heads;
  return {
    name,
    layers,
    hidden,
    heads,
    kvHeads,
    headDim,
    intermediate,
    gated: true,
    vocabulary,
    tiedEmbedding: false,
  };
}

function gpt(
  name: string,
  layers: number,
  hidden: number,
  heads: number,
  vocabulary: number,
  tiedEmbedding: boolean,
): TransformerModel {
  const shape = { heads, kvHeads: heads, headDim: hidden / heads, intermediate: 4 * hidden };
  return { name, layers, hidden, ...shape, gated: false, vocabulary, tiedEmbedding };
}
