import { TOKENS, VARIATIONS } from './ladder.js';
import { freeText, type Param, type Shape } from './shape.js';
import { writtenShape } from './written-shape.js';

const mean: Param = { name: 'mean', label: 'Mean', start: '128', ladder: TOKENS };

/** How long prompts and outputs are, in tokens. */
export const LENGTH_SHAPES: readonly Shape[] = [
  {
    name: 'fixed',
    label: 'All the same',
    sentence: 'Every request has this length.',
    params: [{ name: 'mean', label: 'Tokens', start: '128', ladder: TOKENS }],
    write: (params) => params.mean!,
    read: (text) => {
      const match = /^(?:fixed:)?(\d+)$/.exec(text);
      return match === null ? null : { mean: match[1]! };
    },
  },
  {
    name: 'uniform',
    label: 'Uniform',
    sentence: 'Every length between two is equally likely.',
    params: [
      { name: 'shortest', label: 'Shortest', start: '10', ladder: TOKENS },
      { name: 'longest', label: 'Longest', start: '29', ladder: TOKENS },
    ],
    write: ({ shortest, longest }) => `uniform:${shortest}-${longest}`,
    read: (text) => {
      const match = /^uniform:(\d+)-(\d+)$/.exec(text);
      return match === null ? null : { shortest: match[1]!, longest: match[2]! };
    },
    adapt: (params, changed) => {
      const [shortest, longest] = [Number(params.shortest), Number(params.longest)];
      if (!(shortest > longest)) return params;
      return changed === 'shortest'
        ? { ...params, longest: params.shortest! }
        : { ...params, shortest: params.longest! };
    },
  },
  writtenShape(':', {
    name: 'lognormal',
    label: 'Lognormal',
    sentence: 'Most are short, a few very long; cv (standard deviation / mean) says how unequal.',
    params: [mean, { name: 'cv', label: 'cv', start: '1', ladder: VARIATIONS, as: 'named' }],
  }),
  writtenShape(':', {
    name: 'geometric',
    label: 'Geometric',
    sentence: 'After every token the output may end, always with the same probability.',
    params: [mean],
  }),
  writtenShape(':', {
    name: 'exponential',
    label: 'Exponential, capped',
    sentence: 'Exponential lengths, none longer than the cap.',
    params: [mean, { name: 'cap', label: 'Cap', start: '512', ladder: TOKENS, as: 'named' }],
  }),
  freeText('As the command line writes it, such as 128 or empirical:FILE, a file with one length a line.'),
];
