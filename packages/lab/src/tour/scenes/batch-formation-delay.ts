import { inWords } from 'lockstep/metrics';
import { MEAN_BLOCKED, MEAN_FORMING } from '../measures.js';
import type { Scene } from '../scene.js';
import { formingMs } from '../spans.js';

export const batchFormationDelay: Scene = {
  name: 'Batch formation delay',
  about:
    'A batch that is not full is held open for other requests, while the engine is free. ' +
    'This time is called forming; under the rule used here it ends once the oldest request has waited so long.',
  scenario: {
    cost: 'mock',
    requests: 60,
    rate: 1,
    batchSize: 8,
    wait: 'oldest:2s',
    outputTokens: 'uniform:10-29',
  },
  rows: 'request',
  finding: { of: 'run', tell: ({ batchFormationDelay }) => batchFormationDelay.sentence },
  strength: formingMs,
  leastStrength: 500,
  story: (span, log) => {
    const count = log.batches.size[span.row.batch]! - 1;
    const others = count === 0 ? 'then runs alone' : `then runs with ${count} other${count > 1 ? 's' : ''}`;
    return (
      `Request ${span.request} waits ${inWords(formingMs(span))} for other requests while the engine is free, ` +
      `and ${others}.`
    );
  },
  control: {
    key: 'wait',
    label: 'Longest wait for others',
    hint: 'Wait less, and watch the time forming against the time blocked behind batches that are running.',
    values: ['none', 'oldest:100ms', 'oldest:300ms', 'oldest:1s', 'oldest:2s', 'oldest:4s', 'oldest:8s'],
    inWords: (rule) => (rule === 'none' ? 'none' : String(rule).replace('oldest:', '')),
  },
  effect: MEAN_FORMING,
  price: MEAN_BLOCKED,
};
