import fc from 'fast-check';
import { getLlama, type LlamaModel, LlamaLogLevel, type Token } from 'node-llama-cpp';
import { beforeAll, describe, expect, test } from 'vitest';
import { LlamaText, TokenTexts } from '../../../src/engine/llama-cpp/token-texts.js';
import { EXACT } from './models.js';
import { visibleCharacter } from '../../support/any-character.js';

let model: LlamaModel;
let texts: TokenTexts;
beforeAll(async () => {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  });
  model = await llama.loadModel({ modelPath: EXACT });
  texts = new TokenTexts(model);
  return () => model.dispose();
});

function piecesOf(tokens: readonly Token[]): string[] {
  const row = new LlamaText(texts);
  return [...tokens.map((token) => row.push(token)), row.end()];
}

describe('the text of a row', () => {
  test.each(['🐋 größer als 鯨 🐳', 'naïve', '🧑🏽‍🚀👩‍👩‍👧‍👦', ' the whale', '\n\n\t x'])(
    'is whole characters: %j',
    (text) => {
      const tokens = model.tokenize(text);
      const pieces = piecesOf(tokens);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) expect(piece).not.toMatch(/\p{Surrogate}|\ufffd/u);
    },
  );

  test('knows a replacement character that was meant, before another character of several bytes', () => {
    const text = '\ufffd\u2002\ufffd\ufffd🐋';
    expect(piecesOf(model.tokenize(text)).join('')).toBe(text);
  });

  test('comes with the token that completes a character', () => {
    const tokens = model.tokenize('🐋');
    expect(tokens.length).toBeGreaterThan(2);
    expect(piecesOf(tokens)).toEqual([...tokens.slice(1).map(() => ''), '🐋', '']);
  });

  test('of any string, letter by letter or in words, is that string', () => {
    const word = fc
      .string({ unit: visibleCharacter, minLength: 1, maxLength: 8 })
      .filter((s) => !/[ .,?!']/.test(s));
    fc.assert(
      fc.property(word, (text) => {
        expect(piecesOf(model.tokenize(text)).join('')).toBe(text);
      }),
    );
  });

  test('that breaks off within a character ends in a replacement character', () => {
    const pieces = piecesOf(model.tokenize('sea🐋').slice(0, -1));
    expect(pieces.join('')).toMatch(/^sea\ufffd+$/);
    expect(pieces.slice(0, -1).join('')).toBe('sea');
  });

  test('that is garbage is let out in the end, and does not hold back what follows', () => {
    const half = model.tokenize('🐋')[0]!;
    const pieces = piecesOf([...Array<Token>(9).fill(half), ...model.tokenize(' the whale')]);
    expect(pieces.join('')).toMatch(/^\ufffd+ the whale$/);
    expect(pieces.slice(0, 4).join('')).toMatch(/^\ufffd+$/);
  });
});
