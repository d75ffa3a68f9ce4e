// Runs the examples and what README.md and docs/study.md show, and writes outputs and pictures: `npm run docs`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './docs/commands.mjs';
import { DOCUMENTS, examplePaths, read, refreshedDocument, refreshedExample } from './docs/documents.mjs';
import { commandsOf } from './docs/markdown.mjs';
import { picturesOf } from './docs/pictures.mjs';

// Examples first: documents show them.
for (const path of await examplePaths()) await write(path, await refreshedExample(path));

for (const path of DOCUMENTS) {
  const text = await refreshedDocument(path);
  await write(path, text);
  for await (const picture of picturesOf(text, commandsOf(text))) {
    await write(`docs/${picture.path}`, picture.svg);
  }
}

async function write(path, content) {
  const before = await read(path).catch(() => null);
  if (before === content) return;
  await mkdir(dirname(join(ROOT, path)), { recursive: true });
  await writeFile(join(ROOT, path), content);
  console.log(`${before === null ? 'new' : 'changed'}: ${path}`);
}
