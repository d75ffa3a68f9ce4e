import { largestBatch } from 'lockstep/cost';
import { STEP_TIMES } from './ladder.js';
import type { Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

/** What fits at first: a batch of eight requests of this many tokens each. */
const ROOM = { rows: 8, promptTokens: 1024, outputTokens: 1024 };
const GPU_COUNTS = [1, 2, 4, 8, 16, 32];

/** A model on one or more GPUs, `roofline:llama-3-8b@h100x2,compute=0.66`: model, GPU and their number are one value. */
export function roofline(models: readonly string[], gpus: readonly string[]): Shape {
  const whole = writtenShape(',', {
    name: 'roofline',
    label: 'Roofline (data sheet)',
    sentence:
      'The least time that arithmetic and memory traffic leave to a GPU; 1 is the bound that none beats.',
    params: [
      { name: 'placement', label: '', start: '' },
      { name: 'compute', label: 'Compute share', start: '0.66', as: 'named' },
      { name: 'bandwidth', label: 'Bandwidth share', start: '0.81', as: 'named' },
      { name: 'overhead', label: 'Overhead', start: '3.36ms', ladder: STEP_TIMES, unit: 'ms', as: 'named' },
      { name: 'reserve', label: 'Memory reserve', start: '0.1', as: 'named' },
      { name: 'packed', label: 'Packed prompts', start: 'false', as: 'flag' },
    ],
  });
  return {
    ...whole,
    params: [
      { name: 'model', label: 'Model', start: 'llama-3-8b', choices: models },
      { name: 'gpu', label: 'GPU', start: 'h100', choices: gpus },
      { name: 'gpus', label: 'Number of GPUs', start: '1' },
      ...whole.params.slice(1),
    ],
    write: (params) => {
      const times = params.gpus === '1' || params.gpus === '' ? '' : `x${params.gpus}`;
      return whole.write({ ...params, placement: `${params.model}@${params.gpu}${times}` });
    },
    read: (text) => {
      const params = whole.read(text);
      const match = /^([^@]+)@(.+?)(?:x(\d+))?$/.exec(params?.placement ?? '');
      if (match === null || !models.includes(match[1]!) || !gpus.includes(match[2]!)) return null;
      return { ...params, model: match[1]!, gpu: match[2]!, gpus: match[3] ?? '1' };
    },
    // A model that was chosen should run: it gets the fewest GPUs that have room for it.
    adapt: (params, changed) =>
      changed === 'model' || changed === 'gpu'
        ? { ...params, gpus: String(fewestGpus(params.model!, params.gpu!)) }
        : params,
  };
}

function fewestGpus(model: string, gpu: string): number {
  const enough = GPU_COUNTS.find((gpus) => largestBatch({ model, gpu, gpus, ...ROOM }) >= ROOM.rows);
  return enough ?? GPU_COUNTS.at(-1)!;
}
