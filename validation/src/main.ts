// Runs every check of Lockstep against outside results and writes docs/validation.md: `npm run validate`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { FULL_EFFORT } from './replicate.js';
import { validationDocument } from './report/document.js';
import { shortcomings } from './shortcomings.js';
import { validate } from './validate.js';

const COVERAGE_RUNS = 1_000;

const DOCUMENT = fileURLToPath(new URL('../../docs/validation.md', import.meta.url));

const validation = await validate(FULL_EFFORT, COVERAGE_RUNS, (progress) => console.error(progress));
const options = { parser: 'markdown', proseWrap: 'always', printWidth: 120 } as const;
writeFileSync(DOCUMENT, await format(validationDocument(validation), options));
console.log(`wrote ${DOCUMENT}`);
const wrong = shortcomings(validation);
wrong.forEach((line) => console.error(`wrong: ${line}`));
process.exitCode = wrong.length === 0 ? 0 : 1;
