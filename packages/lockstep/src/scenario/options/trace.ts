import { TIME_UNITS } from '../../workload/index.js';
import { ScenarioError } from '../scenario-error.js';
import type { OptionsOf } from './index.js';
import { choice, duration, onOrOff, positive, text, whole } from './notations.js';
import { MOST_REQUESTS } from './workload.js';

/** Requests that were recorded. */
export const TRACE_OPTIONS: OptionsOf<
  'trace' | 'timeUnit' | 'from' | 'to' | 'first' | 'scale' | 'skipFailed'
> = {
  trace: {
    group: 'Trace',
    name: 'Trace',
    argument: 'file',
    help: 'replay a trace, plain or .gz',
    default: null,
    decides: ['requests', 'capacity'],
    control: 'own',
    ...text(
      'a file in the format of Azure, Mooncake, Qwen-Bailian, Vidur, BurstGPT, Splitwise or --requests-out; or azure-conv',
      (written) => {
        if (written === '') throw new ScenarioError('expected a file or azure-conv, got nothing');
      },
    ),
  },
  timeUnit: {
    group: 'Trace',
    name: 'Unit of its instants',
    argument: 'unit',
    help: "unit of the trace's instants, where it is not that of its format or its columns do not tell the format",
    default: null,
    decides: ['requests', 'capacity'],
    control: { part: 'trace', placeholder: 'as its format says' },
    ...choice(TIME_UNITS),
  },
  from: {
    group: 'Trace',
    name: 'From',
    argument: 'duration',
    help: 'leave out what arrives earlier after the start of the trace',
    default: null,
    decides: ['requests', 'capacity'],
    control: { part: 'trace' },
    ...duration('10m'),
  },
  to: {
    group: 'Trace',
    name: 'To',
    argument: 'duration',
    help: 'leave out what arrives at this time after the start of the trace, or later',
    default: null,
    decides: ['requests', 'capacity'],
    control: { part: 'trace' },
    ...duration('20m'),
  },
  first: {
    group: 'Trace',
    name: 'First',
    argument: 'count',
    help: 'only the first requests (of those between --from and --to)',
    default: null,
    decides: ['requests', 'capacity'],
    control: { part: 'trace' },
    ...whole(1, MOST_REQUESTS),
  },
  scale: {
    group: 'Trace',
    name: 'Scale',
    argument: 'factor',
    help: 'multiply the rate of the trace: 2 halves every gap',
    default: null,
    decides: ['requests'],
    control: { part: 'trace' },
    ...positive('a factor'),
  },
  skipFailed: {
    group: 'Trace',
    name: 'Skip failed requests',
    argument: null,
    help: 'leave out requests that failed (no output tokens), and say how many',
    default: false,
    decides: ['requests', 'capacity'],
    control: { part: 'trace' },
    ...onOrOff(),
  },
};
