import { SCENARIO_KEYS, SCENARIO_OPTIONS, type ScenarioKey, type Shape } from 'lockstep/scenario';
import { z } from 'zod';

/** What may stand in a scenario file for one value, before the library reads what the texts mean. */
function valueOf(shape: Shape): z.ZodType {
  switch (shape.type) {
    case 'whole':
      return z.int().min(shape.least);
    case 'limit':
      return z.union([z.int().min(1), z.literal('inf')]);
    case 'positive': {
      const amount = z.number().positive();
      return shape.most === undefined ? amount : amount.max(shape.most);
    }
    case 'choice':
      return z.enum(shape.choices);
    case 'switch':
      return z.boolean();
    case 'text':
      return shape.numbers ? z.union([z.string(), z.int().min(0)]) : z.string();
  }
}

/** One value, or a list of what a sweep combines; text with commas where the command line takes that too. */
function shapeOf(key: ScenarioKey): z.ZodType {
  const { shape, list: isList } = SCENARIO_OPTIONS[key];
  const value = valueOf(shape);
  const list = z.array(value).min(1).describe('several values, for a sweep');
  const several = z.string().describe('several values with commas between them');
  return z.union(isList && shape.type !== 'text' ? [value, list, several] : [value, list]);
}

/** The shape of a scenario file: every key is optional, none else is known. */
export function scenarioSchema() {
  const keys = SCENARIO_KEYS.map((key) => {
    const { help, range, default: value } = SCENARIO_OPTIONS[key];
    const described = shapeOf(key).optional().describe(`${help}: ${range}`);
    return [key, value === null ? described : described.meta({ default: value })];
  });
  return z.strictObject(Object.fromEntries(keys));
}

/** The same as JSON Schema, for editors. */
export function scenarioJsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema(), { target: 'draft-7', io: 'input' }),
    title: 'Lockstep scenario',
    description: 'The options of lockstep simulate and lockstep sweep in a file; see docs/command-line.md.',
  };
}
