import { allParameters, GPUS, kvBytesPerToken, linearParameters, MODELS, roofline } from 'lockstep/cost';
import { evenShape } from '../even-shape.js';
import type { ExactFamily } from '../family.js';
import { number, word } from '../reference.js';

/** The reference file's names of the GPUs. */
const GPU_NAMES: Readonly<Record<string, string>> = {
  'A100-40': 'a100-40',
  'A100-80': 'a100-80',
  'H100-SXM': 'h100',
  RTX4090: 'rtx-4090',
};

/** Memory that holds every batch asked for: these items are about speed, also of batches that do not fit. */
const ROOM_GB = 1e6;

export const hardwareFamilies: readonly ExactFamily[] = [
  {
    kind: 'exact',
    id: 'model',
    about: 'weights and KV cache bytes of real models',
    compute: (inputs) => {
      const model = MODELS[word(inputs, 'model')]!;
      return {
        linParams: linearParameters(model),
        allParams: allParameters(model),
        kvBytesPerToken: kvBytesPerToken(model),
      };
    },
  },
  {
    kind: 'exact',
    id: 'roofline',
    about: 'ideal prefill of one prompt, and ideal decode steps by batch size, at efficiency 1',
    compute: (inputs) => {
      const context = number(inputs, 'ctx');
      const gpu = { ...GPUS[GPU_NAMES[word(inputs, 'gpu')]!]!, memoryGB: ROOM_GB };
      const cost = roofline({ gpu, model: word(inputs, 'model') });
      const steps = [1, 8, 32, 128].map((rows): [string, number] => {
        const time = cost.time(evenShape(rows, context - 1, 2));
        return [`decode_ms ${rows}`, time.tokenMs(2) - time.tokenMs(1)];
      });
      return { prefill_ms: cost.time(evenShape(1, context, 1)).durationMs, ...Object.fromEntries(steps) };
    },
  },
];
