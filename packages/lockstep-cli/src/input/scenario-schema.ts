import { SCENARIO_OPTIONS, type ScenarioKey } from 'lockstep/scenario';
import { z } from 'zod';

const text = z.string();
const count = z.int().min(1);
const amount = z.number().positive();
const size = z.union([count, z.literal('inf')]);
const several = z.string().describe('several values with commas between them');

/** What may stand in a scenario file, before the library reads what the texts mean. */
const SHAPES: Record<ScenarioKey, z.ZodType> = {
  batchSize: z.union([size, z.array(size).min(1), several]),
  wait: z.union([text, z.array(text).min(1)]),
  maxQueueSize: size,
  requestTimeout: text,
  release: z.enum(['token', 'request', 'batch']),
  cost: text,
  arrivals: text,
  rate: z.union([amount, z.array(amount).min(1), several]),
  promptTokens: z.union([text, z.int().min(0)]),
  outputTokens: z.union([text, count]),
  requests: count,
  seed: z.int().min(0),
  trace: text,
  timeUnit: z.enum(['ms', 's', 'us', 'ns']),
  from: text,
  to: text,
  first: count,
  scale: amount,
  skipFailed: z.boolean(),
  warmup: z.int().min(0),
  loadWindow: text,
  slo: text,
  sloAttainment: z.number().positive().max(1),
};

/** The shape of a scenario file: every key is optional, none else is known. */
export function scenarioSchema() {
  const keys = Object.entries(SHAPES).map(([key, shape]) => {
    const { help, range, default: value } = SCENARIO_OPTIONS[key as ScenarioKey];
    const described = shape.optional().describe(`${help}: ${range}`);
    return [key, value === null ? described : described.meta({ default: value })];
  });
  return z.strictObject(Object.fromEntries(keys) as Record<ScenarioKey, z.ZodType>);
}

/** The same as JSON Schema, for editors. */
export function scenarioJsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema(), { target: 'draft-7', io: 'input' }),
    title: 'Lockstep scenario',
    description: 'The options of lockstep simulate and lockstep sweep in a file; see docs/command-line.md.',
  };
}
