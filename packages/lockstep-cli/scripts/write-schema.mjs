// Writes the JSON Schema of scenario files from the one that checks them: npm run schema -w lockstep-cli
import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { scenarioJsonSchema } from '../dist/input/scenario-schema.js';

const file = new URL('../schema/scenario.schema.json', import.meta.url);
await writeFile(
  file,
  await format(JSON.stringify(scenarioJsonSchema()), { parser: 'json', printWidth: 110 }),
);
