import { GPUS, KERNEL_FITS, MODELS, TABLE_PRESETS } from 'lockstep/cost';
import { STEP_TIMES } from './ladder.js';
import { roofline } from './roofline-shape.js';
import { freeText, type Param, type Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

const coefficient = (name: string, label: string, start: string): Param => ({
  name,
  label,
  start,
  ladder: STEP_TIMES,
  unit: 'ms',
  as: 'named',
});

const FITS = Object.keys(KERNEL_FITS);
const TABLES = Object.keys(TABLE_PRESETS);

const mock = writtenShape(':', {
  name: 'mock',
  label: 'Mock (the study)',
  sentence: 'A toy: a time per token, and larger batches are a little faster. Prompts cost nothing.',
  params: [{ name: 'time', label: 'Per token', start: '50ms', ladder: STEP_TIMES, unit: 'ms' }],
});

/** How long a batch takes. */
export const COST_SHAPES: readonly Shape[] = [
  {
    ...mock,
    // Its default needs no saying.
    write: (params) => (params.time === '50ms' ? 'mock' : mock.write(params)),
    read: (text) => (text === 'mock' ? { time: '50ms' } : mock.read(text)),
  },
  writtenShape(',', {
    name: 'kernels',
    label: 'Measured kernels',
    sentence: 'A language model on a GPU, from measured kernel times (within 20 to 25 %).',
    params: [
      { name: 'fit', label: 'Model and GPU', start: 'llama-3-8b@a100', choices: FITS },
      { name: 'packed', label: 'Packed prompts', start: 'false', as: 'flag' },
      { name: 'host', label: 'Host per step', start: '', ladder: STEP_TIMES, unit: 'ms', as: 'named' },
      { name: 'host-factor', label: 'Host factor', start: '', as: 'named' },
    ],
  }),
  writtenShape(':', {
    name: 'table',
    label: 'Measured end to end',
    sentence: 'A large model on several GPUs, between points that were measured end to end (Splitwise).',
    params: [{ name: 'source', label: 'Model and GPUs', start: TABLES[0]!, choices: TABLES }],
  }),
  roofline(Object.keys(MODELS), Object.keys(GPUS)),
  writtenShape(',', {
    name: 'affine',
    label: 'Affine (own coefficients)',
    sentence: 'A prefill, then a step per token; each may grow with the rows and their prompt tokens.',
    params: [
      coefficient('prefill', 'Prefill', '50ms'),
      coefficient('prefill-row', '… per row', ''),
      coefficient('prefill-token', '… per token', ''),
      coefficient('step', 'Step', '20ms'),
      coefficient('step-row', '… per row', '0.5ms'),
      coefficient('step-token', '… per token', ''),
    ],
  }),
  writtenShape(':', {
    name: 'exponential',
    label: 'Exponential',
    sentence: 'A random time that depends on nothing, to compare with queueing theory.',
    params: [{ name: 'mean', label: 'Mean', start: '1s', ladder: STEP_TIMES, unit: 'ms' }],
  }),
  freeText(
    'As the command line writes it; table:FILE.csv and roofline:FILE.json name a file that was opened.',
  ),
];
