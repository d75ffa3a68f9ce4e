import { randomStream } from '../../random/index.js';

/** How a row's tokens are chosen. */
export interface Sampling {
  /** ≥ 0; 0 is greedy. */
  readonly temperature: number;
  /** Above 0, up to 1. */
  readonly topP: number;
  /** A safe integer. */
  readonly seed: number;
}

/** Chooses a row's next token by the model's logits, one per token of the vocabulary. */
export type ChooseToken = (logits: Float32Array) => number;

export function chooser({ temperature, topP, seed }: Sampling): ChooseToken {
  if (temperature === 0) return likeliest;
  const random = randomStream(seed, 'tokens');
  return (logits) => {
    const weights = weightsOf(logits, temperature);
    const candidates = topP < 1 ? nucleus(weights, topP) : weights.keys();
    return drawn([...candidates], weights, random.next());
  };
}

/** The first of the tokens with the largest logit. */
export function likeliest(logits: Float32Array): number {
  let token = 0;
  for (let other = 1; other < logits.length; other++) {
    if (logits[other]! > logits[token]!) token = other;
  }
  return token;
}

/** Softmax with a temperature, before it is divided by its sum; the largest weight is 1. */
function weightsOf(logits: Float32Array, temperature: number): Float64Array {
  const largest = logits[likeliest(logits)]!;
  return Float64Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
}

/**
 * The likeliest tokens that together have the probability `topP`, likeliest first: Holtzman et al., The Curious Case of
 * Neural Text Degeneration (2020).
 */
function nucleus(weights: Float64Array, topP: number): number[] {
  const total = sum(weights);
  // All tokens below this together have less than 1 − topP, so that none of them is needed; the rest is few to sort.
  const least = ((1 - topP) * total) / weights.length;
  const tokens: number[] = [];
  for (let token = 0; token < weights.length; token++) if (weights[token]! >= least) tokens.push(token);
  tokens.sort((a, b) => weights[b]! - weights[a]! || a - b);
  let covered = 0;
  const size = tokens.findIndex((token) => (covered += weights[token]!) >= topP * total) + 1;
  return tokens.slice(0, Math.max(1, size));
}

function drawn(candidates: readonly number[], weights: Float64Array, random: number): number {
  let left = random * candidates.reduce((total, token) => total + weights[token]!, 0);
  for (const token of candidates) {
    left -= weights[token]!;
    if (left < 0) return token;
  }
  // Rounding may leave a trace of it.
  return candidates.at(-1)!;
}

function sum(weights: Float64Array): number {
  return weights.reduce((total, weight) => total + weight, 0);
}
