import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** A block of code that a user would copy. */
const BLOCK = /^```(ts|js|mjs|tsx|typescript|javascript)\b.*\n([\s\S]*?)^```$/gm;

/** As a user's strict project compiles them, by both ways in which packages are found. */
const RESOLUTIONS = {
  NodeNext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

let folder: string;
let snippets: Map<string, string>;

beforeAll(async () => {
  // Below the repository, so that its packages are found; below node_modules, so that nothing else finds it.
  folder = await mkdtemp(join(ROOT, 'node_modules/.snippets-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  snippets = new Map();
  for (const document of await documents()) {
    const text = await readFile(join(ROOT, document), 'utf8');
    [...text.matchAll(BLOCK)].forEach(([, , code], index) => {
      snippets.set(`${document.replaceAll(/[/.]/g, '-')}-${index + 1}.ts`, `${code}\nexport {};\n`);
    });
  }
  for (const [name, code] of snippets) await writeFile(join(folder, name), code);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function documents(): Promise<string[]> {
  const docs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'packages/lockstep/README.md',
    'packages/lockstep-cli/README.md',
    ...docs.map((name) => `docs/${name}`),
  ];
}

describe('every code block of README and docs compiles', () => {
  test.each(Object.entries(RESOLUTIONS))('under %s resolution', (_, resolution) => {
    expect(snippets.size).toBeGreaterThanOrEqual(12);
    const program = ts.createProgram(
      [...snippets.keys()].map((name) => join(folder, name)),
      {
        ...resolution,
        strict: true,
        noUncheckedIndexedAccess: true,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
        types: ['node'],
        typeRoots: [join(ROOT, 'node_modules/@types')],
        skipLibCheck: true,
        noEmit: true,
      },
    );
    const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const where = file === undefined ? '' : `${file.fileName.split('/').at(-1)}: `;
      return where + ts.flattenDiagnosticMessageText(messageText, '\n');
    });
    expect(problems).toEqual([]);
  });
});
