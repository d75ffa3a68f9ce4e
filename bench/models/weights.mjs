import { randomStream } from 'lockstep/random';

/** The matrices of a decoder layer, each with the names of its sizes: outputs and inputs. */
const LAYER = {
  query: ['width', 'width'],
  key: ['width', 'width'],
  value: ['width', 'width'],
  attentionOutput: ['width', 'width'],
  gate: ['hidden', 'width'],
  up: ['hidden', 'width'],
  down: ['width', 'hidden'],
};

/**
 * Random weights for a decoder of the llama architecture. Each matrix has random numbers of its own and the scale that
 * keeps activations at their size; only the last one is larger, so that one token stands out and greedy output does not
 * hang on the last bits. All norms are 1 and not listed.
 * @param shape { width, layers, heads, hidden, vocabulary, context }: heads divides width
 * @param seed an integer
 * @returns { embedding, output, layers: [{ query, key, … }] }, each matrix { rows, columns, data }: rows are outputs
 */
export function randomWeights(shape, seed) {
  const matrix = (name, rows, columns, deviation, layer) => ({
    rows,
    columns,
    data: uniform(rows * columns, deviation, randomStream(seed, name, layer)),
  });
  const { width, layers, vocabulary } = shape;
  return {
    embedding: matrix('embedding', vocabulary, width, 0.5),
    output: matrix('output', vocabulary, width, 3 / Math.sqrt(width)),
    layers: Array.from({ length: layers }, (_, layer) =>
      Object.fromEntries(
        Object.entries(LAYER).map(([name, [rows, columns]]) => [
          name,
          matrix(name, shape[rows], shape[columns], 1 / Math.sqrt(shape[columns]), layer),
        ]),
      ),
    ),
  };
}

function uniform(length, deviation, random) {
  const range = deviation * Math.sqrt(12);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = (random.next() - 0.5) * range;
  return values;
}
