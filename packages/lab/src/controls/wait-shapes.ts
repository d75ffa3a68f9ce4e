import { BATCH_SIZES, WAIT_TIMES } from './ladder.js';
import type { Param, Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

const time: Param = { name: 'time', label: 'Time', start: '50ms', ladder: WAIT_TIMES, unit: 'ms' };
const least: Param = { name: 'least', label: 'Requests', start: '4', ladder: BATCH_SIZES };

/** The six wait rules. */
export const WAIT_SHAPES: readonly Shape[] = [
  writtenShape(':', {
    name: 'none',
    label: 'None',
    sentence: 'Otherwise it starts as soon as the engine is free and one request waits.',
    params: [],
  }),
  writtenShape(':', {
    name: 'oldest',
    label: 'Oldest',
    sentence: 'Otherwise it starts when the request that came first has waited this long.',
    params: [time],
  }),
  writtenShape(':', {
    name: 'window',
    label: 'Window',
    sentence:
      'Otherwise it stays open for this long, from when the engine is free and the first request is there.',
    params: [time],
  }),
  writtenShape(':', {
    name: 'gap',
    label: 'Gap',
    sentence:
      'Otherwise it starts when no request has come for this long; each one that comes restarts the clock.',
    params: [time],
  }),
  writtenShape(':', {
    name: 'atleast',
    label: 'At least',
    sentence: 'Otherwise it starts when this many requests wait.',
    params: [least],
  }),
  writtenShape(':', {
    name: 'full',
    label: 'Full',
    sentence: 'Otherwise it waits, however long that takes; the last batch starts when no more will come.',
    params: [],
  }),
];
