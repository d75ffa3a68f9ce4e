import {
  checkRequest,
  type EngineAbilities,
  type GenerationRequest,
  outputLimit,
  RequestError,
} from 'lockstep/engine';
import { describe, expect, test } from 'vitest';

const ALL: EngineAbilities = { chat: true, sampling: true, seed: true, stop: true, ignoreEos: true };
const NONE: EngineAbilities = { chat: false, sampling: false, seed: false, stop: false, ignoreEos: false };

function refused(request: unknown, can: EngineAbilities): unknown {
  try {
    checkRequest(request as GenerationRequest, can);
    return 'accepted';
  } catch (error) {
    return error;
  }
}

describe('checking a request', () => {
  test.each<[unknown, parameter: string, message: string]>([
    [{}, 'prompt', 'prompt: expected text or a list of messages, got undefined'],
    [{ prompt: 7 }, 'prompt', 'prompt: expected text or a list of messages, got 7'],
    [{ prompt: {} }, 'prompt', 'prompt: expected text or a list of messages, got an object'],
    [{ prompt: [] }, 'prompt', 'prompt: expected at least one message, got none'],
    [
      {
        prompt: [
          { role: 'user', content: '' },
          { role: 'tool', content: '' },
        ],
      },
      'prompt',
      "prompt[1].role: expected system, user, assistant, got 'tool'",
    ],
    [{ prompt: [null] }, 'prompt', 'prompt[0].role: expected system, user, assistant, got undefined'],
    [
      { prompt: [{ role: 'user', content: ['a'] }] },
      'prompt',
      'prompt[0].content: expected text, got a list of 1',
    ],
    [{ prompt: 'a', maxTokens: 0 }, 'maxTokens', 'maxTokens: expected an integer ≥ 1, got 0'],
    [{ prompt: 'a', maxTokens: 1.5 }, 'maxTokens', 'maxTokens: expected an integer ≥ 1, got 1.5'],
    [{ prompt: 'a', maxTokens: Infinity }, 'maxTokens', 'maxTokens: expected an integer ≥ 1, got Infinity'],
    [{ prompt: 'a', maxTokens: '5' }, 'maxTokens', "maxTokens: expected an integer ≥ 1, got '5'"],
    [{ prompt: 'a', temperature: NaN }, 'temperature', 'temperature: expected 0 to 2, got NaN'],
    [{ prompt: 'a', temperature: 2.1 }, 'temperature', 'temperature: expected 0 to 2, got 2.1'],
    [{ prompt: 'a', temperature: -1 }, 'temperature', 'temperature: expected 0 to 2, got -1'],
    [{ prompt: 'a', temperature: '1' }, 'temperature', "temperature: expected 0 to 2, got '1'"],
    [{ prompt: 'a', topP: 0 }, 'topP', 'topP: expected above 0, up to 1, got 0'],
    [{ prompt: 'a', topP: 1.01 }, 'topP', 'topP: expected above 0, up to 1, got 1.01'],
    [{ prompt: 'a', seed: 1.5 }, 'seed', 'seed: expected an integer from −(2^53 − 1) to 2^53 − 1, got 1.5'],
    [
      { prompt: 'a', seed: 2 ** 53 },
      'seed',
      'seed: expected an integer from −(2^53 − 1) to 2^53 − 1, got 9007199254740992',
    ],
    [
      { prompt: 'a', stop: ['x'.repeat(2 ** 18), 'y'] },
      'stop',
      'stop: expected strings of at most 262144 characters together, got 262145',
    ],
    [
      { prompt: 'a', temperature: `\u001b[2J\n${'9'.repeat(2 ** 20)}` },
      'temperature',
      `temperature: expected 0 to 2, got '[2J ${'9'.repeat(95)}…'`,
    ],
    [{ prompt: 'a', stop: 'x' }, 'stop', "stop: expected a list of strings, got 'x'"],
    [{ prompt: 'a', stop: ['x', ''] }, 'stop', "stop[1]: expected a string that is not empty, got ''"],
    [{ prompt: 'a', stop: Array(17).fill('x') }, 'stop', 'stop: expected at most 16 strings, got 17'],
    [{ prompt: 'a', ignoreEos: 1 }, 'ignoreEos', 'ignoreEos: expected true or false, got 1'],
  ])('%j is invalid', (request, parameter, message) => {
    expect(refused(request, ALL)).toEqual(new RequestError(parameter, message));
    expect(refused(request, ALL)).toMatchObject({ parameter, reason: 'invalid' });
  });

  test.each<[unknown, parameter: string, message: string]>([
    [
      { prompt: [{ role: 'user', content: 'a' }] },
      'prompt',
      'prompt: this engine takes no messages; expected text, got a list of 1',
    ],
    [
      { prompt: 'a', temperature: 0.5 },
      'temperature',
      'temperature: this engine cannot sample; expected 0, got 0.5',
    ],
    [{ prompt: 'a', topP: 0.5 }, 'topP', 'topP: this engine cannot sample; expected 1, got 0.5'],
    [{ prompt: 'a', seed: 3 }, 'seed', 'seed: this engine takes no seed; expected none, got 3'],
    [
      { prompt: 'a', stop: ['x'] },
      'stop',
      'stop: this engine knows no stop strings; expected none, got a list of 1',
    ],
    [
      { prompt: 'a', ignoreEos: true },
      'ignoreEos',
      'ignoreEos: this engine cannot go on past the natural end; expected false, got true',
    ],
  ])('%j is more than an engine can that can nothing', (request, parameter, message) => {
    expect(refused(request, NONE)).toEqual(new RequestError(parameter, message, 'unsupported'));
    expect(refused(request, NONE)).toMatchObject({ parameter, reason: 'unsupported' });
    expect(refused(request, ALL)).toBe('accepted');
  });

  test('what changes nothing is accepted by an engine that can nothing', () => {
    const neutral = { prompt: '', maxTokens: 1, temperature: 0, topP: 1, stop: [], ignoreEos: false };
    expect(refused(neutral, NONE)).toBe('accepted');
  });
});

describe('how many tokens an output may have', () => {
  test.each<[maxTokens: number | undefined, promptTokens: number, contextTokens: number, limit: number]>([
    [undefined, 1000, 1024, 24],
    [undefined, 1023, 1024, 1],
    [24, 1000, 1024, 24],
    [7, 0, 8, 7],
    [undefined, 5, Infinity, Infinity],
    [9, 5, Infinity, 9],
  ])('asked for %s, with a prompt of %i in a context of %d: %d', (maxTokens, prompt, context, limit) => {
    expect(outputLimit(maxTokens === undefined ? {} : { maxTokens }, prompt, context)).toBe(limit);
  });

  test.each<[maxTokens: number | undefined, promptTokens: number, parameter: string, message: string]>([
    [
      undefined,
      1100,
      'prompt',
      'the prompt has 1100 tokens; expected at most 1023, so that one can be generated within the context of 1024',
    ],
    [
      5,
      1024,
      'prompt',
      'the prompt has 1024 tokens; expected at most 1023, so that one can be generated within the context of 1024',
    ],
    [
      100,
      1000,
      'maxTokens',
      '1000 prompt tokens and 100 to generate do not fit into the context of 1024 tokens',
    ],
  ])(
    'asked for %s, with a prompt of %i in a context of 1024: refused',
    (maxTokens, prompt, parameter, message) => {
      const ask = () => outputLimit(maxTokens === undefined ? {} : { maxTokens }, prompt, 1024);
      expect(ask).toThrow(new RequestError(parameter, message, 'context-length'));
      expect(ask).toThrow(expect.objectContaining({ parameter, reason: 'context-length' }));
    },
  );
});
