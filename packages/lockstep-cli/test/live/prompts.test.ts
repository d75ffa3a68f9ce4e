import { mock } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { describe, expect, test } from 'vitest';
import { readText } from '../../src/input/read-text.js';
import { filePrompts } from '../../src/live/prompt-file.js';
import { syntheticPrompts } from '../../src/live/synthetic-prompts.js';

describe('prompts of a file', () => {
  const asked = (text: string, places: readonly number[]) => {
    const prompts = filePrompts('FILE', text);
    return places.map((place) => prompts.promptOf(place, 1));
  };

  test('a prompt a line, in turn, empty lines left out', () => {
    expect(asked('one\r\n\n  two {"x": 1}\nthree\n', [0, 1, 2, 3])).toEqual([
      'one',
      '  two {"x": 1}',
      'three',
      'one',
    ]);
  });

  test('JSON lines with a prompt, turns, messages, or a body with one of them', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ];
    const lines = [
      { prompt: 'Once' },
      { question_id: 81, turns: ['First', 'Second'] },
      { messages, max_tokens: 5 },
      { custom_id: 'a', body: { model: 'm', messages } },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(asked(text, [0, 1, 2, 3])).toEqual([
      'Once',
      [{ role: 'user', content: 'First' }],
      messages,
      messages,
    ]);
  });

  test('those of MT-bench ship with the tool', () => {
    const prompts = filePrompts('mt-bench', readText('mt-bench'));
    expect(prompts.note).toBe('Prompts: 80 of mt-bench, asked in turn.');
    expect(prompts.promptOf(79, 1)).toEqual([
      { role: 'user', content: expect.stringContaining('award-winning documentary films') },
    ]);
  });

  test('what is no prompt is an error with its line', () => {
    expect(() => asked('\n\n', [])).toThrow('FILE: expected prompts, got an empty file');
    expect(() => asked('{"prompt":"a"}\n{"text":"b"}', [])).toThrow(
      'FILE, line 2: expected JSON with prompt, turns or messages, got {"text":"b"}',
    );
    expect(() => asked('{"prompt":"a"}\nb', [])).toThrow(
      'FILE, line 2: expected JSON with prompt, turns or messages, got b',
    );
    expect(() => asked('{"messages":[]}', [])).toThrow('FILE, line 1: expected JSON with prompt');
    expect(() => asked('[\n{"prompt":"a"}\n]\n', [])).toThrow(
      'FILE: expected a prompt a line, got one JSON array',
    );
  });
});

describe('synthetic prompts', () => {
  const engine = simulatedEngine({ cost: mock(), contextTokens: 50 });
  const prompts = syntheticPrompts(engine);
  const tokensOf = async (place: number, promptTokens: number) => {
    const prompt = await prompts.promptOf(place, promptTokens);
    return (await engine.prepare({ prompt, maxTokens: 1 })).promptTokens;
  };

  test('have as many tokens as were asked for by the count of the engine, and at least a word', async () => {
    for (const promptTokens of [1, 2, 7, 31, 49]) expect(await tokensOf(3, promptTokens)).toBe(promptTokens);
    expect(await tokensOf(0, 0)).toBe(1);
  });

  test('begin with another word from request to request', async () => {
    const [first, second] = await Promise.all([prompts.promptOf(0, 5), prompts.promptOf(1, 5)]);
    expect((first as string).split(' ').slice(1)).toEqual((second as string).split(' ').slice(0, 4));
  });

  test('beyond the context are left to the engine to refuse', async () => {
    await expect(tokensOf(0, 60)).rejects.toThrow('context');
  });
});
