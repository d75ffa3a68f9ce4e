import fc from 'fast-check';
import { LlamaModel, type Token } from 'node-llama-cpp';
import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openModel, type OpenModel } from '../../../src/engine/llama-cpp/open-model.js';
import { checkOptions } from '../../../src/engine/llama-cpp/llama-cpp-options.js';
import type { PromptModel } from '../../../src/engine/llama-cpp/prompt-worker.js';
import { Prompts } from '../../../src/engine/llama-cpp/prompts.js';
import { PromptThread } from '../../../src/engine/prompt-thread.js';
import { workerProgram } from '../../../src/engine/worker-options.js';
import { EXACT } from './models.js';
import { anyCharacter, visibleCharacter } from '../../support/any-character.js';

let open: OpenModel;
let thread: PromptThread;
beforeAll(async () => {
  open = await openModel(checkOptions({ modelPath: EXACT, maxBatchSize: 1 }));
  thread = new PromptThread(workerProgram('llama-cpp/prompt-worker'), {
    modelPath: EXACT,
    contextTokens: open.contextTokens,
  } satisfies PromptModel);
});
afterAll(async () => {
  await thread.close();
  await open.model.dispose();
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('the thread makes the same tokens of a prompt as the engine itself', async () => {
  const prompts = new Prompts(open);
  const piece = fc.oneof(
    fc.constantFrom(' the whale', '<|eos|>', '\n\n', '🐋', ' '),
    fc.string({ unit: visibleCharacter }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 100 }), async (pieces) => {
      const text = pieces.join('');
      expect([...(await thread.tokens(text))]).toEqual(prompts.tokens(text));
      const messages = [{ role: 'user', content: text }] as const;
      expect([...(await thread.tokens(messages))] as Token[]).toEqual(prompts.tokens(messages));
    }),
    { numRuns: 50 },
  );
});

test('no text has fewer tokens than its length in bytes tells', () => {
  const prompts = new Prompts(open);
  // The longest token is ' administration', whose space is written with 2 bytes in the file.
  expect(() => prompts.refuseTooLong('x'.repeat(16 * 1023 + 1))).toThrow(
    'the prompt has at least 1024 tokens',
  );
  prompts.refuseTooLong('x'.repeat(16 * 1023));
  const piece = fc.oneof(
    fc.constantFrom(' administration', '  ', '\u0000'),
    fc.string({ unit: anyCharacter }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const least = Math.ceil(Buffer.byteLength(text) / 16);
      expect(open.model.tokenize(text).length).toBeGreaterThanOrEqual(least);
    }),
  );
});

test('the tokeniser of the event loop is not asked for a long prompt, nor for one that cannot fit', async () => {
  const tokenize = vi.spyOn(LlamaModel.prototype, 'tokenize');
  const engine = await llamaCppEngine({ modelPath: EXACT, maxBatchSize: 1 });
  tokenize.mockClear();
  await expect(engine.prepare({ prompt: 'sea '.repeat(2 ** 18) })).rejects.toMatchObject({
    reason: 'context-length',
  });
  await engine.prepare({ prompt: 'of the sea '.repeat(250) });
  expect(tokenize).not.toHaveBeenCalled();
  await engine.prepare({ prompt: 'of the sea' });
  expect(tokenize).toHaveBeenCalledTimes(1);
  await engine.dispose();
});

test('prompts that wait for the thread are given up with their signal, and refused when it is closed', async () => {
  const own = new PromptThread(workerProgram('llama-cpp/prompt-worker'), {
    modelPath: EXACT,
    contextTokens: open.contextTokens,
  });
  const client = new AbortController();
  const results = [own.tokens('a'), own.tokens('b', client.signal), own.tokens('c')].map((each) =>
    each.catch((error: Error) => error.message),
  );
  client.abort(new Error('gone'));
  await own.close();
  expect(await Promise.all(results)).toEqual([
    'the engine has been disposed of',
    'gone',
    'the engine has been disposed of',
  ]);
});

test('a thread that dies fails its prompt; the next one gets a new thread', async () => {
  const program = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (prompt) => {
      if (prompt === 'die') process.exit(3);
      const tokens = Int32Array.of(prompt.length);
      parentPort.postMessage({ type: 'tokens', tokens });
    });`;
  const own = new PromptThread(new URL(`data:text/javascript,${encodeURIComponent(program)}`), null);
  await expect(own.tokens('die')).rejects.toThrow('the thread that tokenises prompts has died: exit code 3');
  expect(await own.tokens('abc')).toEqual(Int32Array.of(3));
  await own.close();
});
