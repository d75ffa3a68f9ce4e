import { inWords } from 'lockstep/metrics';
import { MEAN_BLOCKED, MEAN_FORMING } from '../measures.js';
import type { Scene } from '../scene.js';
import { blockedMs, formingMs } from '../spans.js';

/** Requests per second in quiet and in busy times. */
const QUIET = 0.5;
const BUSY = 6;

export const fixedBatchSize: Scene = {
  name: 'Fixed batch size',
  about:
    `Here traffic changes between ${QUIET} and ${BUSY} requests per second, and every batch waits until it is full. ` +
    'In quiet times a large batch takes long to fill, and in busy times a small one falls behind.',
  scenario: {
    cost: 'mock',
    arrivals: `mmpp:${BUSY}/${QUIET}:0.08/0.04`,
    requests: 200,
    batchSize: 8,
    wait: 'full',
    outputTokens: 'uniform:10-29',
  },
  rows: 'request',
  finding: { of: 'sweep', batchSizes: [1, 2, 4, 8, 16, 32], rates: [QUIET, BUSY] },
  strength: formingMs,
  leastStrength: 5000,
  story: (span) =>
    `Request ${span.request} waits ${inWords(formingMs(span))} until batch ${span.row.batch} starts, though the ` +
    `engine is free, and ${inWords(blockedMs(span))} behind batches that are running.`,
  control: {
    key: 'batchSize',
    label: 'Batch size',
    hint: 'Look for one size that suits both times: watch the time forming against the time blocked.',
    values: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32],
    inWords: (size) => `${size}`,
  },
  effect: MEAN_FORMING,
  price: MEAN_BLOCKED,
};
