import { inWords } from 'lockstep/metrics';
import { DECODE_WASTE, MEAN_LATENCY } from '../measures.js';
import type { Scene } from '../scene.js';
import { heldMs, ownMs } from '../spans.js';

export const wastedSlots: Scene = {
  name: 'Wasted slots',
  about:
    'A row that is done keeps its slot until the longest row of its batch is done, too. ' +
    'This time is called held: the slot computes, and what it computes is thrown away.',
  scenario: {
    cost: 'kernels:llama-3-8b@a100',
    requests: 64,
    rate: 0.9,
    batchSize: 8,
    promptTokens: '200',
    outputTokens: 'lognormal:200:cv=1',
  },
  rows: 'slot',
  finding: { of: 'run', tell: ({ wastedSlots }) => wastedSlots.sentence },
  strength: (span) => heldMs(span) / ownMs(span),
  leastStrength: 5,
  story: (span) =>
    `Request ${span.request} has its last token after ${inWords(ownMs(span))}; its slot is held for ` +
    `${inWords(heldMs(span))} more, until the longest row of batch ${span.row.batch} is done.`,
  control: {
    key: 'outputTokens',
    label: 'Standard deviation of answer lengths',
    hint: 'Make answers more alike, 200 tokens on average all the while, and watch the decode waste and the latency.',
    values: ['200', ...[0.25, 0.5, 0.75, 1, 1.5, 2].map((cv) => `lognormal:200:cv=${cv}`)],
    inWords: (lengths) => {
      const cv = String(lengths).split('cv=')[1];
      return cv === undefined ? '0 % of the mean' : `${Math.round(Number(cv) * 100)} % of the mean`;
    },
  },
  effect: DECODE_WASTE,
  price: MEAN_LATENCY,
};
