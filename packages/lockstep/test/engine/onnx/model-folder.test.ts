import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from 'lockstep/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readModelFolder } from '../../../src/engine/onnx/model-folder.js';
import { checkOptions } from '../../../src/engine/onnx/onnx-options.js';
import { TINY_PROSE } from './tiny-prose.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-onnx-'));
  await cp(TINY_PROSE, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const read = () => readModelFolder(checkOptions({ modelPath: folder }));

async function refusal(): Promise<string> {
  const error = await read().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineError);
  return (error as Error).message.replaceAll(folder, 'FOLDER');
}

test('the small model is read, and the bytes of its longest token are known', async () => {
  expect(await read()).toMatchObject({ contextTokens: 1024, endTokens: [2], longestToken: 16 });
});

describe('a folder that is no model', () => {
  test.each<[file: string, content: string, message: string]>([
    ['config.json', '[]', 'FOLDER/config.json: expected a JSON object'],
    ['config.json', 'null', 'FOLDER/config.json: expected a JSON object'],
    ['config.json', '"x"', 'FOLDER/config.json: expected a JSON object'],
    ['config.json', '', 'FOLDER/config.json: expected JSON: '],
    ['config.json', '\u001b[2J{', 'FOLDER/config.json: expected JSON: '],
    [
      'config.json',
      '{"a":'.repeat(50_000),
      'FOLDER/config.json: expected at most 100 levels of objects and lists',
    ],
    [
      'config.json',
      '[{"\\"": "]}"}'.repeat(101),
      'FOLDER/config.json: expected at most 100 levels of objects and lists',
    ],
    ['config.json', '{"n_positions": -1}', 'FOLDER: its config.json does not say how long its context is'],
    ['config.json', '{"n_positions": 1e300}', 'FOLDER: its config.json does not say how long its context is'],
    [
      'config.json',
      ' '.repeat(2 ** 24 + 1),
      'FOLDER/config.json: cannot be read: expected at most 16777216 bytes, got 16777217',
    ],
    [
      'generation_config.json',
      '{"eos_token_id": "2"}',
      'FOLDER: expected eos_token_id of its configuration to be a token id or a list of them',
    ],
    [
      'generation_config.json',
      '{"eos_token_id": [[2]]}',
      'FOLDER: expected eos_token_id of its configuration to be a token id or a list of them',
    ],
    [
      'generation_config.json',
      '{"pad_token_id": -1}',
      'FOLDER: expected pad_token_id of its configuration to be a token id or a list of them',
    ],
    ['tokenizer_config.json', '7', 'FOLDER/tokenizer_config.json: expected a JSON object'],
    ['tokenizer.json', '{}', 'FOLDER/tokenizer.json: expected model to be an object'],
    [
      'tokenizer.json',
      '{"model": {}}',
      'FOLDER/tokenizer.json: expected model.vocab to be an object or a list',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": {}}}',
      'FOLDER/tokenizer.json: expected model.vocab to have tokens',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": {"a": "0"}}}',
      'FOLDER/tokenizer.json: expected the values of model.vocab to be token ids',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": [7]}}',
      'FOLDER/tokenizer.json: expected the tokens of model.vocab to be texts',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": {"a": 0}, "merges": 7}}',
      'FOLDER/tokenizer.json: expected model.merges to be a list',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": {"a": 0}}, "added_tokens": {}}',
      'FOLDER/tokenizer.json: expected added_tokens to be a list',
    ],
    [
      'tokenizer.json',
      '{"model": {"vocab": {"a": 0}}, "added_tokens": [null]}',
      'FOLDER/tokenizer.json: expected added_tokens to be objects with id and content',
    ],
    [
      'onnx/model.onnx',
      '',
      'FOLDER/onnx/model.onnx: cannot be loaded: not an ONNX model: expected a graph, got none',
    ],
    ['onnx/model.onnx', 'no model', 'FOLDER/onnx/model.onnx: cannot be loaded: not an ONNX model: expected '],
  ])('%s: %j', async (file, content, message) => {
    await writeFile(join(folder, file), content);
    expect((await refusal()).startsWith(message)).toBe(true);
  });

  test.each([1, 100, 100_000])('its weights have lost their last %i bytes', async (lost) => {
    const path = join(folder, 'onnx/model.onnx');
    await truncate(path, (await readFile(path)).length - lost);
    expect(await refusal()).toMatch(
      /^FOLDER\/onnx\/model\.onnx: cannot be loaded: not an ONNX model: expected field \d+, \d+ bytes at byte /,
    );
  });
});

test.each<[what: string, change: (tokenizer: Record<string, unknown>) => void]>([
  ['normalizes', (tokenizer) => (tokenizer.normalizer = { type: 'NFKC' })],
  ['drops parts', (tokenizer) => (tokenizer.pre_tokenizer = { type: 'Split', behavior: 'Removed' })],
  ['has no bytes', (tokenizer) => (tokenizer.pre_tokenizer = { type: 'Whitespace' })],
  [
    'strips around a token',
    (tokenizer) => (tokenizer.added_tokens = [{ id: 0, content: 'a', lstrip: true }]),
  ],
])('no bound is known for a tokenizer that %s', async (_, change) => {
  const path = join(folder, 'tokenizer.json');
  const tokenizer = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(tokenizer);
  await writeFile(path, JSON.stringify(tokenizer));
  expect(await read()).toMatchObject({ longestToken: null });
});
