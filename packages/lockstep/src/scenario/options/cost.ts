import { parseCost } from '../cost.js';
import type { OptionsOf } from './index.js';
import { text } from './notations.js';

/** How long a batch takes. */
export const COST_OPTIONS: OptionsOf<'cost'> = {
  cost: {
    group: 'Cost',
    name: 'Cost model',
    argument: 'model',
    help: 'how long a batch takes',
    default: 'mock',
    always: true,
    decides: ['execution', 'capacity'],
    control: 'own',
    commas: true,
    ...text(
      'mock[:50ms]; affine:prefill=50ms,step=20ms (also prefill-row, prefill-token, step-row, step-token); ' +
        'exponential:1s; ' +
        'kernels:llama-3-8b@a100[,packed][,host=1ms]; table:FILE.csv or table:llama-2-70b@a100x4; ' +
        'roofline:llama-3-8b@h100[,compute=0.66] [,bandwidth=0.81][,overhead=3.36ms] or roofline:FILE.json',
      parseCost,
    ),
  },
};
