import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tryModel } from '../../src/engines/try-model.js';
import { ownFolder } from '../support/folder.js';
import { lockstep } from '../support/lockstep.js';

const MODEL = fileURLToPath(new URL('../../models/tiny-prose-q8_0.gguf', import.meta.url));

/** The name of an entry begins with NUL: nothing is wrong with its structure, and llama.cpp ends the process. */
async function withEmptyName(folder: string): Promise<string> {
  const bytes = await readFile(MODEL);
  bytes[bytes.indexOf('llama.block_count')] = 0;
  const file = join(folder, 'ends-the-process.gguf');
  await writeFile(file, bytes);
  return file;
}

describe('a model file is tried in a process of its own', () => {
  test('one that ends the process that loads it is an error of the command', async (context) => {
    const file = await withEmptyName(await ownFolder(context));
    const { code, stderr } = await lockstep(['run', '--engine', `llama:${file}`, '--requests', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${file}: expected a model that can be loaded; a process that tried it ended with SIGABRT: `,
    );
    expect(stderr).toContain('ASSERT');
  });

  test('a good one passes, and what can be refused is left to the engine', async (context) => {
    await tryModel('llama', MODEL);
    await tryModel('llama', '/is/not/there.gguf');
    const file = join(await ownFolder(context), 'text.gguf');
    await writeFile(file, 'no model');
    await tryModel('llama', file);
    await tryModel('onnx', file);
  });
});
