import { readFile } from 'node:fs/promises';
import { readSweep } from 'lockstep/scenario';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenScenarios } from '../../../lockstep/test/scenario/written-scenarios.js';
import { scenarioJsonSchema, scenarioSchema } from '../../src/input/scenario-schema.js';

test('the JSON Schema that ships is the one that is checked by (npm run schema -w lockstep-cli)', async () => {
  const shipped = await readFile(new URL('../../schema/scenario.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(shipped)).toEqual(scenarioJsonSchema());
});

test('every scenario, as written and completed, is a file', () => {
  fc.assert(
    fc.property(writtenScenarios, (written) => {
      const schema = scenarioSchema();
      expect(schema.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
      const { scenario: complete } = readSweep(written);
      expect(schema.parse(JSON.parse(JSON.stringify(complete)))).toEqual(complete);
    }),
  );
});
