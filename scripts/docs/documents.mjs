import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, ROOT } from './commands.mjs';
import { refreshed } from './markdown.mjs';
import { withPrints } from './prints.mjs';

/** The documents that show what commands print. */
export const DOCUMENTS = [
  'README.md',
  'docs/study.md',
  'docs/command-line.md',
  'docs/server.md',
  'docs/lab.md',
];

/** The example programs, by their paths. */
export async function examplePaths() {
  const names = await readdir(join(ROOT, 'examples'));
  return names.filter((name) => name.endsWith('.ts')).map((name) => `examples/${name}`);
}

/** Where `npm run build` puts an example. */
function builtPath(path) {
  return path.replace('examples/', 'examples/dist/').replace(/ts$/, 'js');
}

/** The text of a file, by its path in the repository. */
export function read(path) {
  return readFile(join(ROOT, path), 'utf8');
}

/** A document as it would be if its commands ran now. */
export async function refreshedDocument(path) {
  return refreshed(await read(path), { outputOf, read });
}

/** An example as it would be if it ran now. */
export async function refreshedExample(path) {
  return withPrints(await read(path), await outputOf(`node ${builtPath(path)}`));
}
