import { join } from 'node:path';
import { EngineError } from '../errors.js';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How deep objects and lists may be within one another; a tokenizer's have less than 10 levels. */
const MOST_LEVELS = 100;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];

/**
 * Refuses JSON that is nested too deep: what reads it calls itself once for each level.
 * @throws EngineError that names the file
 */
export function assertShallow(path: string, text: string): void {
  let level = 0;
  let within = false;
  for (let i = 0; i < text.length; i++) {
    const codeUnit = text.charCodeAt(i);
    if (within) {
      if (codeUnit === BACKSLASH) i++;
      else if (codeUnit === QUOTE) within = false;
    } else if (codeUnit === QUOTE) within = true;
    else if (OPENING.includes(codeUnit)) level++;
    else if (CLOSING.includes(codeUnit)) level--;
    if (level > MOST_LEVELS) {
      throw new EngineError(
        `${path}: expected at most ${MOST_LEVELS} levels of objects and lists within one another`,
      );
    }
  }
}

/**
 * Checks the parts of a tokenizer.json that transformers.js reads without a look.
 * @param content the whole file
 * @returns bytes of the longest token's text; null where the tokenizer may drop or join text
 * @throws EngineError that names the file, and says what was expected
 */
export function checkTokenizer(folder: string, content: Fields): number | null {
  const expect: (holds: boolean, what: string) => asserts holds = (holds, what) => {
    if (!holds) throw new EngineError(`${join(folder, 'tokenizer.json')}: expected ${what}`);
  };
  const { model, added_tokens: addedTokens = [] } = content;
  expect(isFields(model), 'model to be an object');
  const { vocab, merges } = model;
  expect(Array.isArray(vocab) || isFields(vocab), 'model.vocab to be an object or a list');
  const names: readonly unknown[] = Array.isArray(vocab) ? vocab.map(nameOf) : Object.keys(vocab);
  expect(names.length > 0, 'model.vocab to have tokens');
  expect(
    names.every((name) => typeof name === 'string'),
    'the tokens of model.vocab to be texts',
  );
  if (!Array.isArray(vocab))
    expect(Object.values(vocab).every(isTokenId), 'the values of model.vocab to be token ids');
  expect(merges === undefined || merges === null || Array.isArray(merges), 'model.merges to be a list');
  expect(Array.isArray(addedTokens), 'added_tokens to be a list');
  const added: readonly unknown[] = addedTokens;
  expect(added.every(isAddedToken), 'added_tokens to be objects with id and content');
  if (!keepsAll(content, model)) return null;
  // Bytes that are no text stand for themselves; characters that are not known have up to 4.
  return [...(names as string[]), ...added.map((token) => (token as Fields).content as string)].reduce(
    (most, name) => Math.max(most, Buffer.byteLength(name)),
    4,
  );
}

function nameOf(entry: unknown): unknown {
  return Array.isArray(entry) ? (entry as unknown[])[0] : undefined;
}

function isTokenId(id: unknown): boolean {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31;
}

function isAddedToken(token: unknown): boolean {
  return isFields(token) && isTokenId(token.id) && typeof token.content === 'string';
}

/**
 * Whether every byte of a text comes to be in a token: byte-level BPE that normalizes nothing and throws no part away.
 * Others may, as far as is known here.
 */
function keepsAll(
  { normalizer, pre_tokenizer: preTokenizer, added_tokens: added }: Fields,
  model: Fields,
): boolean {
  const steps =
    isFields(preTokenizer) && preTokenizer.type === 'Sequence' ? preTokenizer.pretokenizers : [preTokenizer];
  return (
    model.type === 'BPE' &&
    (normalizer === null || normalizer === undefined) &&
    Array.isArray(steps) &&
    steps.some((step) => isFields(step) && step.type === 'ByteLevel') &&
    steps.every(
      (step) =>
        isFields(step) &&
        (step.type === 'ByteLevel' || (step.type === 'Split' && step.behavior === 'Isolated')),
    ) &&
    // Some added tokens take the white space around them with them.
    !(added as readonly Fields[] | undefined)?.some(
      ({ lstrip, rstrip }) => lstrip === true || rstrip === true,
    )
  );
}
