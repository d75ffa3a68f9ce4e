import type { GenerationResult } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { completions } from '../../src/server/endpoints/completions.js';
import { ApiError } from '../../src/server/error-table.js';
import { streamAnswers, type StreamOptions } from '../../src/server/stream-answers.js';

const RESULT: GenerationResult = { text: 'Hi', finishReason: 'stop', promptTokens: 1, outputTokens: 1 };

function stream(options: Partial<StreamOptions>) {
  return streamAnswers({
    endpoint: completions,
    envelope: {},
    start: () => [Promise.resolve(RESULT)],
    usage: null,
    waits: () => {},
    onDone: () => {},
    failed: () => new ApiError('engine'),
    ...options,
  });
}

const broken = () => {
  throw new Error('a step is broken');
};

/** Reads to the end. */
async function textOf(options: Partial<StreamOptions>): Promise<string> {
  let text = '';
  for await (const piece of await stream(options)) text += String(piece);
  return text;
}

// A rejection that is not handled would fail the run of the tests.
describe('a step that throws breaks off the stream, and is its error', () => {
  test('all is well without one', async () => {
    expect(await textOf({})).toMatch(/"text":"Hi"[^]*\[DONE\]\n\n$/);
  });

  test('the totals', async () => {
    await expect(textOf({ usage: broken })).rejects.toThrow('a step is broken');
  });

  test('what is done at the end', async () => {
    await expect(textOf({ onDone: broken })).rejects.toThrow('a step is broken');
  });

  test('what a failure is made into', async () => {
    const start: StreamOptions['start'] = (onPart) => {
      onPart(0, { text: 'begun', tokens: 1 });
      return [Promise.reject(new Error('a failed run'))];
    };
    await expect(textOf({ start, failed: broken })).rejects.toThrow('a step is broken');
  });

  test('before anything was said it rejects instead', async () => {
    await expect(stream({ start: () => [], onDone: broken })).rejects.toThrow('a step is broken');
  });
});
