// Runs every check of Lockstep against outside results and writes docs/validation.md and docs/validation-items.md:
// `npm run validate`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { FULL_EFFORT } from './replicate.js';
import { validationDocument } from './report/document.js';
import { itemsDocument } from './report/items.js';
import { ITEMS_PAGE } from './report/verdicts.js';
import { shortcomings } from './shortcomings.js';
import { validate } from './validate.js';

const COVERAGE_RUNS = 1_000;

const DOCS = new URL('../../docs/', import.meta.url);

const validation = await validate(FULL_EFFORT, COVERAGE_RUNS, (progress) => console.error(progress));
await write('validation.md', validationDocument(validation));
await write(ITEMS_PAGE, itemsDocument(validation.items));
const wrong = shortcomings(validation);
wrong.forEach((line) => console.error(`wrong: ${line}`));
process.exitCode = wrong.length === 0 ? 0 : 1;

async function write(name: string, document: string): Promise<void> {
  const file = fileURLToPath(new URL(name, DOCS));
  const options = { parser: 'markdown', proseWrap: 'always', printWidth: 120 } as const;
  writeFileSync(file, await format(document, options));
  console.log(`wrote ${file}`);
}
