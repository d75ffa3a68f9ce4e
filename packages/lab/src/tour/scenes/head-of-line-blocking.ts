import { inWords } from 'lockstep/metrics';
import { DECODE_WASTE, MEAN_BLOCKED } from '../measures.js';
import type { Scene } from '../scene.js';
import { blockedMs, ownMs } from '../spans.js';

export const headOfLineBlocking: Scene = {
  name: 'Head-of-line blocking',
  about:
    'A batch runs until its longest answer ends, and no request can join it before. ' +
    'A request that arrives meanwhile is blocked, however short its own answer is.',
  scenario: {
    cost: 'kernels:llama-3-8b@a100',
    requests: 60,
    rate: 0.6,
    batchSize: 4,
    wait: 'none',
    promptTokens: '200',
    outputTokens: 'lognormal:200:cv=1.5',
  },
  rows: 'request',
  finding: { of: 'run', tell: ({ headOfLineBlocking }) => headOfLineBlocking.sentence },
  strength: (span) => blockedMs(span) / ownMs(span),
  leastStrength: 10,
  story: (span) =>
    `Request ${span.request} is blocked for ${inWords(blockedMs(span))} by batches that are running, ` +
    `and then takes ${inWords(ownMs(span))} to its own last token.`,
  control: {
    key: 'batchSize',
    label: 'Batch size',
    hint: 'Let more requests share a batch, and watch the time blocked against the decode waste, the share of slots that finished rows hold.',
    values: [1, 2, 3, 4, 6, 8, 12, 16],
    inWords: (size) => `${size}`,
  },
  effect: MEAN_BLOCKED,
  price: DECODE_WASTE,
};
