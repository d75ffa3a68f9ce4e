import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from 'lockstep/engine';
import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkGguf } from '../../../src/engine/llama-cpp/check-gguf.js';
import { EXACT } from './models.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-gguf-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A number of a file: 4 or 8 bytes, little-endian. */
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number | bigint) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const header = (tensors: number | bigint, entries: number | bigint, version = 3) =>
  Buffer.concat([Buffer.from('GGUF'), u32(version), u64(tensors), u64(entries)]);
const architecture = Buffer.concat([text('general.architecture'), u32(8), text('llama')]);
const entry = (key: string, type: number, value: Buffer) => Buffer.concat([text(key), u32(type), value]);
const tensor = (dimensions: readonly (number | bigint)[], offset: number | bigint, name = 'w') =>
  Buffer.concat([text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset)]);

async function check(...parts: Buffer[]): Promise<unknown> {
  const path = join(folder, 'hostile.gguf');
  await writeFile(path, Buffer.concat(parts));
  return checkGguf(path).then(
    () => 'accepted',
    (error: EngineError) => error.message.replace(`${path}: not a model that llama.cpp can load: `, ''),
  );
}

describe('a file that is no model', () => {
  test.each<[what: string, parts: Buffer[], message: string | RegExp]>([
    ['is empty', [], /^expected the mark GGUF, 4 bytes at byte 0, but the file has 0 bytes$/],
    [
      'has another mark',
      [Buffer.alloc(100, 'x')],
      'Invalid GGUF magic. Expected the mark GGUF at its beginning',
    ],
    ['has another version', [header(1, 0, 1)], 'expected version 2 or 3, got 1'],
    ['has other bytes in order', [header(1, 0, 0x03000000)], 'expected version 2 or 3, got 50331648'],
    ['ends within its header', [header(1, 0).subarray(0, 20)], /^expected the number of metadata entries/],
    [
      'has 49 bytes and many entries',
      [header(1, 2 ** 40), Buffer.alloc(25)],
      'expected 1099511627776 metadata entries, but 25 bytes are left in the file',
    ],
    [
      'has 49 bytes and a long key',
      [header(0, 1), u64(2n ** 63n), Buffer.alloc(17)],
      /^expected a key of at most 65535 bytes/,
    ],
    [
      'has more entries than 64 bits hold',
      [header(1, 2n ** 64n - 1n), Buffer.alloc(100)],
      /^expected 18446744073709552000 metadata entries/,
    ],
    [
      'has many tensors',
      [header(2 ** 50, 1), architecture],
      /^expected 1125899906842624 tensors, but 0 bytes/,
    ],
    ['has no tensors', [header(0, 1), architecture], 'expected at least one tensor, got none'],
    [
      'has no architecture',
      [header(1, 0), tensor([1], 0), Buffer.alloc(64)],
      'expected general.architecture to be text',
    ],
    [
      'has a text beyond its end',
      [header(1, 1), entry('a', 8, u64(1000)), Buffer.alloc(64)],
      /^expected a, 1000 bytes at/,
    ],
    [
      'has a type that is not known',
      [header(1, 1), entry('a', 13, Buffer.alloc(64))],
      'expected a to have a type from 0 to 12, got 13',
    ],
    [
      'has a list beyond its end',
      [header(1, 1), entry('a', 9, Buffer.concat([u32(10), u64(2 ** 60)]))],
      /^expected 1152921504606847000 values of a/,
    ],
    [
      'has a list of texts beyond its end',
      [header(1, 1), entry('a', 9, Buffer.concat([u32(8), u64(1), u64(9)]))],
      /^expected a value of a, 9 bytes/,
    ],
    [
      'has lists of lists',
      [header(1, 1), entry('a', 9, Buffer.concat([u32(9), u64(1)])), Buffer.alloc(64)],
      'expected a to be a list of values, got a list of lists',
    ],
    [
      'has control characters for a key',
      [header(1, 1), entry('\u001b[2J', 13, Buffer.alloc(64))],
      'expected [2J to have a type from 0 to 12, got 13',
    ],
    [
      'has a tensor without dimensions',
      [header(1, 1), architecture, tensor([], 0), Buffer.alloc(64)],
      'expected w to have 1 to 4 dimensions, got 0',
    ],
    [
      'has a tensor of many dimensions',
      [header(1, 1), architecture, tensor([1, 1, 1, 1, 1], 0)],
      'expected w to have 1 to 4 dimensions, got 5',
    ],
    [
      'has a tensor without values',
      [header(1, 1), architecture, tensor([5, 0], 0)],
      'expected w to fit into the file, got 0 values',
    ],
    [
      'has a tensor larger than the file',
      [header(1, 1), architecture, tensor([2 ** 32, 2 ** 32], 0), Buffer.alloc(64)],
      /^expected w to fit into the file, got 18446744073709552000 values/,
    ],
    [
      'has a tensor beyond its end',
      [header(1, 1), architecture, tensor([4], 4096), Buffer.alloc(64)],
      /^expected the data of a tensor at byte \d+, but the file has \d+ bytes: it is corrupted or incomplete$/,
    ],
    ['has no data', [header(1, 1), architecture, tensor([4], 0)], /^expected the data of a tensor/],
    [
      'has no alignment',
      [header(1, 2), architecture, entry('general.alignment', 4, u32(0)), tensor([4], 0), Buffer.alloc(64)],
      'expected general.alignment to be a number above 0, got 0',
    ],
  ])('because it %s', async (_, parts, message) => {
    const got = await check(...parts);
    if (typeof message === 'string') expect(got).toBe(message);
    else expect(got).toMatch(message);
  });

  test('because it is a folder, or is not there', async () => {
    await expect(checkGguf(folder)).rejects.toThrow(/^\/.*: /);
    await expect(checkGguf(join(folder, 'none.gguf'))).rejects.toThrow(/none\.gguf: cannot be read: ENOENT/);
  });
});

test('a model is accepted, and each of its beginnings refused; the engine says which file', async () => {
  await checkGguf(EXACT);
  const model = await readFile(EXACT);
  for (let length = 0; length < 3000; length += 7)
    expect(await check(model.subarray(0, length))).not.toBe('accepted');
  const path = join(folder, 'short.gguf');
  for (const length of [49, 24, 10_000, 60_000]) {
    await writeFile(path, model.subarray(0, length));
    const error = await llamaCppEngine({ modelPath: path }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineError);
    expect((error as Error).message).toContain(`${path}: not a `);
  }
});
