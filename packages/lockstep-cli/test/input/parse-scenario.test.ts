import { expect, test } from 'vitest';
import { parseScenario } from '../../src/input/parse-scenario.js';

const DEEP: Readonly<Record<string, (depth: number) => string>> = {
  lists: (depth) => '['.repeat(depth) + ']'.repeat(depth),
  'maps without an end': (depth) => '{a: '.repeat(depth),
  'lists on one line': (depth) => '- '.repeat(depth),
  'maps line by line': (depth) => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
};

// At some of these depths the parser would use up the stack, at a few of them in a way that ends the process.
test.for(Object.entries(DEEP))('values nested too deep are refused: %s', ([, write]) => {
  for (const depth of [300, 1500, 3000, 10_000]) {
    expect(() => parseScenario('deep.yaml', write(depth))).toThrow(
      'deep.yaml: expected YAML or JSON, got values nested too deep',
    );
  }
});

test('lists in a scenario, far to the right, are no nesting', () => {
  const text = `batchSize:\n${' '.repeat(100)}[1, 2, 4]\nwait: [none, full]\n`;
  expect(parseScenario('wide.yaml', text)).toEqual({ batchSize: [1, 2, 4], wait: ['none', 'full'] });
});
