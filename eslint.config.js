import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

/** Which rooms of the library a room may import; a room it does not name is closed to it. */
export const MAY_IMPORT = {
  core: [],
  random: [],
  cost: ['core', 'random'],
  workload: ['core', 'random'],
  metrics: ['core'],
  simulation: ['core', 'cost', 'workload', 'metrics', 'random'],
  words: ['metrics', 'simulation'],
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

/** The lab runs in a browser: of the library the rooms that run anywhere, of the tool what it draws and writes. */
const LAB_MAY_IMPORT =
  'preact(/.*)?$|@preact/signals$|vega$|vega-lite$|vega-interpreter$|lockstep-cli/(charts|documents)$';
const labRules = {
  files: ['packages/lab/src/**/*.{ts,tsx}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(?!\\.|${LAB_MAY_IMPORT}|lockstep/(${rooms.filter((room) => !LIVE.includes(room)).join('|')})$)`,
            message: 'The lab uses the public subpaths of the library that run in a browser.',
          },
          { regex: '^\\..*/lockstep(-cli)?/', message: 'Enter a package through its subpaths.' },
        ],
      },
    ],
  },
};

/**
 * Every promise is awaited, returned or given a handler: one that is not ends the process when it rejects. `void` is no
 * handler. The rules need types, so that they hold where a tsconfig.json knows the file.
 */
const promiseRules = {
  files: [
    'packages/*/{src,test}/**/*.{ts,tsx,mjs}',
    '{bench,examples,scripts,validation}/**/*.{ts,mjs}',
    'vitest.config.ts',
  ],
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)) },
  },
  rules: {
    '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
    '@typescript-eslint/no-misused-promises': 'error',
  },
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'report/**'] },
  ...tseslint.configs.recommended,
  {
    // A key that is taken out of an object by naming it beside the rest.
    rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
    },
  },
  ...roomRules,
  labRules,
  promiseRules,
);
