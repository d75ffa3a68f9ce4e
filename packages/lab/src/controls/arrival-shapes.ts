import { LONG_TIMES, USERS, VARIATIONS } from './ladder.js';
import type { Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

/** How requests arrive. Their rate has a control of its own, unless they have none. */
export const ARRIVAL_SHAPES: readonly Shape[] = [
  withoutRate(
    writtenShape(':', {
      name: 'poisson',
      label: 'Poisson',
      sentence: 'At random, each independent of the others, as from many users.',
      params: [],
    }),
  ),
  withoutRate(
    writtenShape(':', {
      name: 'constant',
      label: 'Constant',
      sentence: 'At equal distances.',
      params: [],
    }),
  ),
  withoutRate(
    writtenShape(':', {
      name: 'gamma',
      label: 'Gamma',
      sentence: 'At random, more regular (cv below 1) or more in bursts (cv above 1) than Poisson.',
      params: [{ name: 'cv', label: 'cv of the gaps', start: '2', ladder: VARIATIONS, as: 'named' }],
    }),
  ),
  writtenShape(':', {
    name: 'mmpp',
    label: 'Busy and quiet (mmpp)',
    sentence: 'Poisson arrivals that switch between two rates: a load that changes.',
    params: [
      { name: 'rates', label: 'Two rates', start: '6/1' },
      { name: 'ends', label: 'Ends per second', start: '0.05/0.05' },
    ],
  }),
  writtenShape(':', {
    name: 'all-at-once',
    label: 'All at once',
    sentence: 'All requests are there at the start.',
    params: [],
  }),
  writtenShape(':', {
    name: 'closed',
    label: 'Closed loop',
    sentence: 'A number of users, each of whom sends the next request a while after the last answer.',
    params: [
      { name: 'users', label: 'Users', start: '8', ladder: USERS },
      { name: 'think', label: 'Think time', start: '500ms', ladder: LONG_TIMES, unit: 'ms', as: 'named' },
      { name: 'exponential', label: 'Random think time', start: 'false', as: 'flag' },
    ],
  }),
];

/** The same arrivals where a text names their rate, too: the control of the rate shows that. */
function withoutRate(shape: Shape): Shape {
  const named = new RegExp(`^${shape.name}:[^:=]+(?=:|$)`);
  return { ...shape, read: (text) => shape.read(text.replace(named, shape.name)) };
}
