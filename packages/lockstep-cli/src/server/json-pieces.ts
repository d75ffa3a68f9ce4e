/** About how many characters a piece has before its signs are escaped, which makes at most six of one. */
const PIECE_LENGTH = 65_536;

/**
 * What `JSON.stringify` gives for plain data, in pieces that take little time each, however long its texts are.
 * @param value lists, objects, texts, finite numbers, booleans and null; nothing with a `toJSON`
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const part of partsOf(value)) {
    piece += part;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function* partsOf(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.length > PIECE_LENGTH) yield* partsOfText(value);
  else if (Array.isArray(value)) yield* partsOfList(value);
  else if (typeof value === 'object' && value !== null) yield* partsOfObject(value);
  else yield JSON.stringify(value);
}

function* partsOfText(text: string): Generator<string> {
  yield '"';
  for (let at = 0; at < text.length;) {
    let end = at + PIECE_LENGTH;
    // Both halves of a character stay together: one alone would be escaped.
    if (isFirstHalf(text.charCodeAt(end - 1))) end++;
    yield JSON.stringify(text.slice(at, end)).slice(1, -1);
    at = end;
  }
  yield '"';
}

function* partsOfList(list: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const element of list) {
    yield before;
    yield* partsOf(element);
    before = ',';
  }
  yield list.length === 0 ? '[]' : ']';
}

function* partsOfObject(object: object): Generator<string> {
  let before = '{';
  for (const [name, member] of Object.entries(object)) {
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* partsOf(member);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function isFirstHalf(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdbff;
}
