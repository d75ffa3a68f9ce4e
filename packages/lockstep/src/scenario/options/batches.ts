import { DEFAULTS } from '../../core/index.js';
import { formatWait, parseWait } from '../wait-rule.js';
import { choice, duration, limit, writtenLimit } from './notations.js';
import type { OptionsOf } from './index.js';

/** How requests become batches, and when their answers leave. */
export const BATCH_OPTIONS: OptionsOf<'batchSize' | 'wait' | 'maxQueueSize' | 'requestTimeout' | 'release'> =
  {
    batchSize: {
      group: 'Batches',
      name: 'Batch size',
      argument: 'size',
      list: true,
      help: 'most requests in one batch',
      default: DEFAULTS.maxBatchSize.simulation,
      always: true,
      decides: ['schedule', 'capacity'],
      control: 'own',
      ...limit(),
    },
    wait: {
      group: 'Batches',
      name: 'Wait rule',
      argument: 'rule',
      list: true,
      help: 'how long a batch that is not full is held open',
      default: formatWait(DEFAULTS.wait.simulation),
      always: true,
      decides: ['schedule'],
      control: 'own',
      shape: { type: 'text' },
      range: 'atleast:4, full, none, oldest:100ms, window:100ms, gap:100ms',
      read: (text) => formatWait(parseWait(text)),
      amountOf: (text) => {
        const rule = parseWait(text);
        if (rule.name === 'full' || rule.name === 'none') return null;
        return { kind: rule.name, amount: rule.name === 'atleast' ? rule.least(Infinity) : rule.waitMs };
      },
    },
    maxQueueSize: {
      group: 'Batches',
      name: 'Queue limit',
      argument: 'requests',
      help: 'most requests that may wait; the next one is rejected',
      default: writtenLimit(DEFAULTS.maxQueueSize.simulation),
      always: true,
      decides: ['schedule'],
      control: { part: 'limits', placeholder: 'inf' },
      ...limit(),
    },
    requestTimeout: {
      group: 'Batches',
      name: 'Request timeout',
      argument: 'duration',
      help: 'a request without its answer so long after its arrival expires: it leaves the queue, or its row is given up',
      default: null,
      decides: ['schedule'],
      control: { part: 'limits', placeholder: 'none, such as 5s' },
      ...duration('5s'),
    },
    release: {
      group: 'Batches',
      name: 'Release',
      argument: 'when',
      help: 'when an answer leaves: with every token, at its own last token, or at the end of its batch',
      default: DEFAULTS.release.simulation,
      always: true,
      decides: ['schedule'],
      control: 'own',
      ...choice(['token', 'request', 'batch']),
    },
  };
