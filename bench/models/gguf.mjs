// Writes GGUF files, version 3: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
import { open } from 'node:fs/promises';

const VERSION = 3;
const ALIGNMENT = 32;
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
const F32_TENSOR = 0;

/** Values of metadata: what stands before the value, and the value itself. */
export const uint32 = (value) => ({ type: TYPE.uint32, bytes: u32(value) });
export const float32 = (value) => ({ type: TYPE.float32, bytes: f32(value) });
export const bool = (value) => ({ type: TYPE.bool, bytes: Buffer.from([value ? 1 : 0]) });
export const string = (value) => ({ type: TYPE.string, bytes: text(value) });
export const strings = (values) => array(TYPE.string, values.map(text));
export const int32s = (values) => array(TYPE.int32, values.map(i32));

/**
 * @param metadata values by key, made with the functions above
 * @param tensors { name, dimensions, data }: the length of a row first, 32-bit floats
 */
export async function writeGguf(file, metadata, tensors) {
  const entries = Object.entries(metadata);
  const head = [Buffer.from('GGUF'), u32(VERSION), u64(tensors.length), u64(entries.length)];
  for (const [key, { type, bytes }] of entries) head.push(text(key), u32(type), bytes);
  let offset = 0;
  for (const { name, dimensions, data } of tensors) {
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(F32_TENSOR), u64(offset));
    offset += aligned(data.byteLength);
  }
  const handle = await open(file, 'w');
  try {
    await writeAligned(handle, Buffer.concat(head));
    for (const { data } of tensors) {
      await writeAligned(handle, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    }
  } finally {
    await handle.close();
  }
}

async function writeAligned(handle, bytes) {
  await handle.writeFile(bytes);
  await handle.writeFile(Buffer.alloc(aligned(bytes.length) - bytes.length));
}

function aligned(length) {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function array(type, values) {
  return { type: TYPE.array, bytes: Buffer.concat([u32(type), u64(values.length), ...values]) };
}

function text(value) {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value) {
  return Buffer.from(Uint32Array.of(value).buffer);
}

function i32(value) {
  return Buffer.from(Int32Array.of(value).buffer);
}

function f32(value) {
  return Buffer.from(Float32Array.of(value).buffer);
}

function u64(value) {
  return Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
}
