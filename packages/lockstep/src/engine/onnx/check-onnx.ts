import { open } from 'node:fs/promises';
import { EngineError, ModelFileError } from '../errors.js';
import { FileReader } from '../file-reader.js';

/** Of protocol buffers: https://protobuf.dev/programming-guides/encoding/ */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;
/** The field of an ONNX file that holds the model's graph. */
const GRAPH = 7;

/**
 * Checks that a file has the outer structure of an ONNX model, all of it: one that is cut off is refused before it is
 * loaded.
 * @throws EngineError that names the file, and says what was expected
 */
export async function checkOnnx(path: string): Promise<void> {
  const file = await open(path).catch((error: Error) => {
    throw new EngineError(`${path}: cannot be read: ${error.message}`, { cause: error });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new ModelFileError('expected a file');
    if (!(await hasGraph(new FileReader(file, stat.size))))
      throw new ModelFileError('expected a graph, got none');
  } catch (error) {
    if (!(error instanceof ModelFileError)) {
      throw new EngineError(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
    }
    throw new EngineError(`${path}: cannot be loaded: not an ONNX model: ${error.message}`, { cause: error });
  } finally {
    await file.close();
  }
}

async function hasGraph(reader: FileReader): Promise<boolean> {
  let found = false;
  while (reader.left > 0) {
    const tag = await readVarint(reader, 'a field');
    const field = Math.floor(tag / 8);
    const what = `field ${field}`;
    const type = tag % 8;
    if (type === VARINT) await readVarint(reader, what);
    else if (type === FIXED_64) reader.skip(8, what);
    else if (type === FIXED_32) reader.skip(4, what);
    else if (type === LENGTH) reader.skip(await readVarint(reader, `the length of ${what}`), what);
    else throw new ModelFileError(`expected ${what} to have a known type, got ${type}`);
    if (field === GRAPH && type === LENGTH) found = true;
  }
  return found;
}

/** A number in groups of 7 bits, the lowest first; at most 10 of them. */
async function readVarint(reader: FileReader, what: string): Promise<number> {
  let value = 0;
  for (let group = 0; group < 10; group++) {
    const [byte] = await reader.bytes(1, what);
    value += (byte! & 0x7f) * 2 ** (7 * group);
    if (byte! < 0x80) return value;
  }
  throw new ModelFileError(`expected ${what} to be a number of at most 10 bytes`);
}
