import tseslint from 'typescript-eslint';

/** Which rooms of the library a room may import; a room it does not name is closed to it. */
export const MAY_IMPORT = {
  core: [],
  random: [],
  cost: ['core', 'random'],
  workload: ['core', 'random'],
  metrics: ['core'],
  simulation: ['core', 'cost', 'workload', 'metrics', 'random'],
  scenario: ['core', 'cost', 'workload', 'metrics', 'simulation', 'random'],
  batcher: ['core'],
  engine: ['core', 'cost', 'random'],
};

/** Rooms that meet the real world: they know Node and the clock. All others run anywhere. */
const LIVE = ['batcher', 'engine'];

/** What a live room may import besides rooms: Node itself, and the packages that users of an engine install. */
const LIVE_PACKAGES = 'node:|node-llama-cpp$|@huggingface/transformers$|openai$|openai/';

const rooms = Object.keys(MAY_IMPORT);

const PURE = {
  'no-restricted-globals': ['error', 'Date'],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Randomness is seeded: use randomStream.' },
  ],
};

const roomRules = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  files: [`packages/lockstep/src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...rooms
            .filter((other) => other !== room && !allowed.includes(other))
            .map((other) => ({ group: [`../${other}/*`], message: `${room} may not import ${other}.` })),
          ...rooms
            .filter((other) => other !== room)
            .map((other) => ({
              group: [`../${other}/*`, `!../${other}/index.js`],
              message: `Enter ${other} through its index.`,
            })),
          {
            regex: LIVE.includes(room) ? `^(?!\\.|${LIVE_PACKAGES})` : '^[^.]',
            message: 'The library has no runtime dependency.',
          },
        ],
      },
    ],
    ...(!LIVE.includes(room) && PURE),
  },
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'report/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
    },
  },
  ...roomRules,
);
