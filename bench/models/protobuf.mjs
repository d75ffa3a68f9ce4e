// Writes protocol buffers (https://protobuf.dev/programming-guides/encoding) as lists of chunks, so that the
// hundreds of megabytes in one are never copied.

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

export function integer(field, value) {
  return part(tag(field, VARINT), varint(value));
}

export function float(field, value) {
  return part(tag(field, FIXED32), Buffer.from(Float32Array.of(value).buffer));
}

/** @param value text, or an ArrayBuffer view */
export function bytes(field, value) {
  const chunk =
    typeof value === 'string'
      ? Buffer.from(value)
      : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return message(field, part(chunk));
}

/** A field that is a message itself, of the parts that these functions make. */
export function message(field, ...parts) {
  const inner = join(...parts);
  return join(part(tag(field, BYTES), varint(inner.length)), inner);
}

/** Several fields after one another: { length, chunks }. */
export function join(...parts) {
  return {
    length: parts.reduce((sum, { length }) => sum + length, 0),
    chunks: parts.flatMap(({ chunks }) => chunks),
  };
}

function part(...chunks) {
  return { length: chunks.reduce((sum, { length }) => sum + length, 0), chunks };
}

function tag(field, wireType) {
  return varint((field << 3) | wireType);
}

/** Seven bits a byte, the lowest first; negative numbers as 64 bits. */
function varint(value) {
  const out = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    out.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(out);
}
