import { AutoTokenizer, type PreTrainedTokenizer } from '@huggingface/transformers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Detokenizer } from '../../../src/engine/onnx/detokenizer.js';
import { TINY_PROSE } from './tiny-prose.js';
import { visibleCharacter } from '../../support/any-character.js';

let tokenizer: PreTrainedTokenizer;
beforeAll(async () => {
  tokenizer = await AutoTokenizer.from_pretrained(TINY_PROSE, { local_files_only: true });
});

const tokensOf = (text: string) => tokenizer.encode(text, { add_special_tokens: false });

/** The pieces that a text's tokens are let out in, and what is left at the end. */
function pieces(tokens: readonly number[], prompt: readonly number[] = tokenizer.encode('Said he:')) {
  const detokenizer = new Detokenizer(tokenizer, prompt);
  return { out: tokens.map((token) => detokenizer.push(token)), end: detokenizer.end() };
}

describe('the text of tokens as they come', () => {
  test('a character of several tokens comes whole, with its last', () => {
    const whale = tokensOf('🐋');
    expect(whale.length).toBeGreaterThan(2);
    const { out, end } = pieces([...tokensOf('a'), ...whale, ...tokensOf('z')]);
    expect(out).toEqual(['a', ...new Array(whale.length - 1).fill(''), '🐋', 'z']);
    expect(end).toBe('');
  });

  test('is the text, for any text, in pieces without broken characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: visibleCharacter, minLength: 1, maxLength: 40 }), (text) => {
        fc.pre(!text.includes('\ufffd') && !text.includes('<|'));
        const { out, end } = pieces(tokensOf(text));
        expect([...out, end].join('')).toBe(text);
        for (const piece of out) expect(piece).not.toMatch(/\p{Surrogate}|\ufffd/u);
      }),
    );
  });

  test('what is broken at the end is let out as broken as it is', () => {
    const { out, end } = pieces(tokensOf('🐋').slice(0, 2));
    expect(out).toEqual(['', '']);
    expect(end).toMatch(/^\ufffd+$/);
  });

  test('bytes that never become a character are not held forever', () => {
    const [first] = tokensOf('🐋');
    const { out } = pieces([...new Array<number>(12).fill(first!), ...tokensOf('go on')]);
    expect(out.join('')).toMatch(/^\ufffd+go on$/);
  });

  test('special tokens have no text', () => {
    const end = tokenizer.eos_token_id as number;
    expect(pieces([...tokensOf('a'), end, end, ...tokensOf(' b')]).out).toEqual(['a', '', '', ' b']);
  });

  test('an empty prompt is nothing special', () => {
    expect(pieces(tokensOf('So'), []).out.join('')).toBe('So');
  });
});

test('a space at the start of a word is kept where a tokenizer drops that of a text', () => {
  const metaspace = {
    all_special_ids: [],
    decode: (tokens: number[]) =>
      tokens
        .map((token) => WORDS[token])
        .join('')
        .replace(/^ /, ''),
  };
  const WORDS = [' Call', ' me', ' Ishmael'];
  const detokenizer = new Detokenizer(metaspace as unknown as PreTrainedTokenizer, [0]);
  expect([1, 2].map((token) => detokenizer.push(token))).toEqual([' me', ' Ishmael']);
});
