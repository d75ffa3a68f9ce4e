import { inWords } from 'lockstep/metrics';
import { times } from '../../words/numbers.js';
import { LARGEST_SLOWDOWN, SMALLEST_SLOWDOWN } from '../measures.js';
import type { Scene } from '../scene.js';
import { ownMs } from '../spans.js';

const WORDS: Readonly<Record<string, string>> = {
  batch: 'when its batch ends',
  request: 'at its own last token',
};

export const noPrioritization: Scene = {
  name: 'No prioritization',
  about:
    'The request that comes first is served first, so a short one waits behind the long ones. ' +
    'Slowdown says what that costs: the latency, as a multiple of the time that the request takes alone.',
  scenario: {
    cost: 'roofline:llama-3-8b@h100',
    requests: 80,
    rate: 2.2,
    batchSize: 8,
    wait: 'none',
    promptTokens: '200',
    outputTokens: 'lognormal:150:cv=2',
  },
  rows: 'request',
  finding: { of: 'run', tell: ({ noPrioritization }) => noPrioritization.sentence },
  strength: (span) => (span.releasedAt - span.arrivedAt) / ownMs(span),
  leastStrength: 50,
  story: (span) => {
    const latencyMs = span.releasedAt - span.arrivedAt;
    return (
      `Request ${span.request} takes ${inWords(ownMs(span))} to its own last token, and its answer leaves ` +
      `${inWords(latencyMs)} after it arrived: ${times(latencyMs / ownMs(span))} as long.`
    );
  },
  control: {
    key: 'release',
    label: 'When an answer leaves',
    hint: 'Let an answer leave at its own last token, and watch whom that helps: the order stays the same.',
    values: ['batch', 'request'],
    inWords: (release) => WORDS[String(release)] ?? String(release),
  },
  effect: SMALLEST_SLOWDOWN,
  price: LARGEST_SLOWDOWN,
};
