import { describe, expect, test } from 'vitest';
import { upstreamKey } from '../../src/engines/upstream-key.js';
import { UsageError } from '../../src/failure.js';
import { lockstep, words } from '../support/lockstep.js';

const ENVIRONMENT = { OPENAI_API_KEY: 'openai', LOCKSTEP_UPSTREAM_KEY: 'upstream', MINE: 'mine', EMPTY: '' };

describe('the key for an upstream', () => {
  test.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://API.OPENAI.COM:443/v1', 'openai'],
    ['http://api.openai.com/v1', undefined],
    ['https://api.openai.com:8443/v1', undefined],
    ['https://api.openai.com.example.org/v1', undefined],
    ['https://example.org/https://api.openai.com/v1', undefined],
    ['https://api.openai.com@example.org/v1', undefined],
    ['https://sub.api.openai.com/v1', undefined],
    ['https://api.openai.com./v1', undefined],
    ['http://127.0.0.1:8000/v1', undefined],
    ['no URL', undefined],
  ])('%s gets %s of OPENAI_API_KEY', (url, key) => {
    expect(upstreamKey(url, undefined, { OPENAI_API_KEY: 'openai' })).toBe(key);
  });

  test('of LOCKSTEP_UPSTREAM_KEY goes to every upstream; OpenAI gets its own where there is one', () => {
    expect(upstreamKey('http://127.0.0.1/v1', undefined, ENVIRONMENT)).toBe('upstream');
    expect(upstreamKey('https://api.openai.com/v1', undefined, ENVIRONMENT)).toBe('openai');
    expect(upstreamKey('https://api.openai.com/v1', undefined, { LOCKSTEP_UPSTREAM_KEY: 'upstream' })).toBe(
      'upstream',
    );
    expect(upstreamKey('http://127.0.0.1/v1', undefined, {})).toBeUndefined();
  });

  test('of the variable that was named goes before all', () => {
    expect(upstreamKey('http://127.0.0.1/v1', 'MINE', ENVIRONMENT)).toBe('mine');
    expect(upstreamKey('https://api.openai.com/v1', 'MINE', ENVIRONMENT)).toBe('mine');
  });

  test.each([
    ['NONE', 'not set'],
    ['EMPTY', 'empty'],
  ])('of a variable that has none is refused: %s', (variable, what) => {
    expect(() => upstreamKey('http://127.0.0.1/v1', variable, ENVIRONMENT)).toThrow(
      new UsageError(
        `--upstream-key-env: expected a variable of the environment with a key, got "${variable}", which is ${what}`,
      ),
    );
  });
});

test.each(['serve', 'run', 'sweep'])('%s: a key is for an upstream', async (command) => {
  const line = `${command} --engine simulated --upstream-key-env HOME`;
  expect(await lockstep(words(line))).toMatchObject({
    code: 2,
    stderr: 'error: --upstream-key-env: is for --engine openai:URL, got --engine simulated\n',
  });
});

test.each(['serve', 'run', 'sweep'])('%s: the variable that was named has to be there', async (command) => {
  const line = `${command} --engine openai:http://127.0.0.1:1/v1 --model m --upstream-key-env LOCKSTEP_NO_SUCH`;
  expect(await lockstep(words(line))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('got "LOCKSTEP_NO_SUCH", which is not set'),
  });
});
