import { open } from 'node:fs/promises';
import { EngineError, ModelFileError } from '../errors.js';
import { bounded } from '../bounded-text.js';
import { FileReader } from '../file-reader.js';

/** Of GGUF's format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */
const VERSIONS: readonly number[] = [2, 3];
const STRING = 8;
const ARRAY = 9;
/** Bytes of a value by its type; strings and arrays say their own length. */
const VALUE_BYTES: readonly (number | null)[] = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8];
const LONGEST_KEY = 65_535;
const LONGEST_TENSOR_NAME = 64;
const MOST_DIMENSIONS = 4;
/** The fewest bytes of a key with its value, and of a tensor's entry. */
const LEAST_ENTRY_BYTES = 8 + 1 + 4 + 1;
const LEAST_TENSOR_BYTES = 8 + 1 + 4 + 8 + 4 + 8;
const DEFAULT_ALIGNMENT = 32;
const MOST_TEXT = 200;

/**
 * Checks that a file has the structure of a GGUF model before llama.cpp reads it, which trusts it: a count or a length
 * beyond the file ends the process.
 * @throws EngineError that names the file, and says what was expected
 */
export async function checkGguf(modelPath: string): Promise<void> {
  const file = await open(modelPath).catch((error: Error) => {
    throw new EngineError(`${modelPath}: cannot be read: ${error.message}`, { cause: error });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new ModelFileError('expected a file');
    await checkStructure(new FileReader(file, stat.size));
  } catch (error) {
    if (!(error instanceof ModelFileError)) {
      throw new EngineError(`${modelPath}: cannot be read: ${(error as Error).message}`, { cause: error });
    }
    throw new EngineError(`${modelPath}: not a model that llama.cpp can load: ${error.message}`, {
      cause: error,
    });
  } finally {
    await file.close();
  }
}

async function checkStructure(reader: FileReader): Promise<void> {
  const magic = (await reader.bytes(4, 'the mark GGUF')).toString('latin1');
  if (magic !== 'GGUF')
    throw new ModelFileError('Invalid GGUF magic. Expected the mark GGUF at its beginning');
  const version = await reader.uint32('a version');
  if (!VERSIONS.includes(version)) throw new ModelFileError(`expected version 2 or 3, got ${version}`);
  const tensors = await reader.uint64('the number of tensors');
  const entries = await reader.uint64('the number of metadata entries');
  expectRoom(reader, entries, LEAST_ENTRY_BYTES, 'metadata entries');
  const metadata = new Map<string, unknown>();
  for (let i = 0; i < entries; i++) await readEntry(reader, metadata);
  expectRoom(reader, tensors, LEAST_TENSOR_BYTES, 'tensors');
  if (tensors === 0) throw new ModelFileError('expected at least one tensor, got none');
  if (typeof metadata.get('general.architecture') !== 'string') {
    throw new ModelFileError('expected general.architecture to be text');
  }
  let furthest = 0;
  for (let i = 0; i < tensors; i++) furthest = Math.max(furthest, await readTensor(reader));
  expectData(reader, furthest, metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT);
}

function expectRoom({ left }: FileReader, count: number, leastBytes: number, what: string): void {
  if (count * leastBytes <= left) return;
  throw new ModelFileError(`expected ${count} ${what}, but ${left} bytes are left in the file`);
}

async function readEntry(reader: FileReader, metadata: Map<string, unknown>): Promise<void> {
  const key = await readText(reader, 'a key', LONGEST_KEY);
  const type = await reader.uint32(`the type of ${key}`);
  if (type === STRING) {
    metadata.set(key, await readText(reader, key));
  } else if (type === ARRAY) {
    await skipArray(reader, key);
  } else {
    const bytes = await reader.bytes(bytesOf(type, key), key);
    metadata.set(key, bytes.length === 4 ? bytes.readUInt32LE() : null);
  }
}

/** An array of arrays is in no model, and nests as deep as its file is long. */
async function skipArray(reader: FileReader, key: string): Promise<void> {
  const type = await reader.uint32(`the type of the values of ${key}`);
  const count = await reader.uint64(`the number of values of ${key}`);
  if (type === ARRAY) throw new ModelFileError(`expected ${key} to be a list of values, got a list of lists`);
  if (type !== STRING) {
    const bytes = bytesOf(type, key);
    expectRoom(reader, count, bytes, `values of ${key}`);
    reader.skip(count * bytes, key);
    return;
  }
  expectRoom(reader, count, 8, `values of ${key}`);
  for (let i = 0; i < count; i++) reader.skip(await reader.uint64(`a value of ${key}`), `a value of ${key}`);
}

/** @returns where its data begin, from the beginning of all data on */
async function readTensor(reader: FileReader): Promise<number> {
  const name = await readText(reader, 'the name of a tensor', LONGEST_TENSOR_NAME);
  const dimensions = await reader.uint32(`the number of dimensions of ${name}`);
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
    throw new ModelFileError(
      `expected ${name} to have 1 to ${MOST_DIMENSIONS} dimensions, got ${dimensions}`,
    );
  }
  let values = 1;
  for (let i = 0; i < dimensions; i++) values *= await reader.uint64(`a dimension of ${name}`);
  // No type has less than a bit for a value.
  if (values < 1 || values > 8 * reader.size) {
    throw new ModelFileError(`expected ${name} to fit into the file, got ${values} values`);
  }
  await reader.uint32(`the type of ${name}`);
  return reader.uint64(`the place of ${name}`);
}

function expectData({ position, size }: FileReader, furthest: number, alignment: unknown): void {
  if (!Number.isInteger(alignment) || (alignment as number) < 1) {
    throw new ModelFileError(`expected general.alignment to be a number above 0, got ${String(alignment)}`);
  }
  const dataAt = Math.ceil(position / (alignment as number)) * (alignment as number);
  if (dataAt + furthest < size) return;
  throw new ModelFileError(
    `expected the data of a tensor at byte ${dataAt + furthest}, but the file has ${size} bytes: it is corrupted or incomplete`,
  );
}

function bytesOf(type: number, key: string): number {
  const bytes = VALUE_BYTES[type];
  if (bytes === undefined || bytes === null) {
    throw new ModelFileError(
      `expected ${key} to have a type from 0 to ${VALUE_BYTES.length - 1}, got ${type}`,
    );
  }
  return bytes;
}

/** A text, as far as a message shows it. */
async function readText(reader: FileReader, what: string, longest = Infinity): Promise<string> {
  const length = await reader.uint64(`the length of ${what}`);
  if (length > longest)
    throw new ModelFileError(`expected ${what} of at most ${longest} bytes, got ${length}`);
  if (length > reader.left) reader.skip(length, what);
  const shown = Math.min(length, MOST_TEXT);
  const text = (await reader.bytes(shown, what)).toString('utf8');
  reader.skip(length - shown, what);
  return bounded(text, MOST_TEXT);
}
