import { Writable } from 'node:stream';
import { mock } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { ApiKeys } from '../../src/server/api-keys.js';
import { createServer, type ServerOptions } from '../../src/server/index.js';

const bearer = (key: string) => `Bearer ${key}`;

describe('whose key a header shows', () => {
  const keys = new ApiKeys('alone', { alice: 'a', bob: ['b1', 'b2'] });

  test.each([
    ['Bearer a', 'alice'],
    ['bearer   b1', 'bob'],
    ['Bearer b2', 'bob'],
    ['Bearer alone', null],
  ])('%s', (header, name) => {
    expect(keys.holderOf(header)).toMatchObject({ name });
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer A', 'Bearer a ', 'Bearer ab', 'Basic a', 'a'])(
    '%j is none of them',
    (header) => {
      expect(keys.holderOf(header)).toBeNull();
    },
  );

  test('other keys hold at once, and the one without a name stays', () => {
    const changing = new ApiKeys('alone', { alice: 'old' });
    changing.replace({ alice: ['old', 'new'] });
    expect(['old', 'new'].map((key) => changing.holderOf(bearer(key))?.name)).toEqual(['alice', 'alice']);
    changing.replace({ carol: 'new' });
    expect(['old', 'new', 'alone'].map((key) => changing.holderOf(bearer(key))?.name)).toEqual([
      undefined,
      'carol',
      null,
    ]);
    expect(() => changing.replace({ 'a b': 'x' })).toThrow();
    expect(changing.holderOf('Bearer new')).toMatchObject({ name: 'carol' });
  });
});

test.each<[Pick<ServerOptions, 'apiKey' | 'apiKeys'>, string]>([
  [{ apiKeys: {} }, 'apiKeys: expected at least one key, got none'],
  [
    { apiKeys: { 'sk-long key': 'x' } },
    'apiKeys: expected names of up to 64 letters, digits, _, - and ., got one of 11 characters',
  ],
  [
    { apiKeys: { alice: 'sk-ü' } },
    'apiKeys.alice: expected one or more letters, digits and signs of ASCII, without blanks, which a header can carry',
  ],
  [
    { apiKeys: { alice: 'sk-1', bob: ['x', 'sk-1'] } },
    'apiKeys.bob: expected a key that nobody else has, got that of alice',
  ],
  [{ apiKey: 'sk-1', apiKeys: { bob: 'sk-1' } }, 'got that of apiKey'],
])('%j is refused, and no key is shown', (options, message) => {
  const engine = simulatedEngine({ cost: mock() });
  const made = () => createServer({ engine, ...options });
  expect(made).toThrow(message);
  expect(made).not.toThrow('sk-');
});

test('logs and metrics name who asked, and show no key; health is open to all', async () => {
  let log = '';
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      log += piece.toString();
      done();
    },
  });
  const engine = simulatedEngine({ cost: mock(), speed: 100, model: 'study' });
  const server = createServer({
    engine,
    wait: 0,
    logger: pino(stream),
    apiKeys: { alice: 'sk-alice', bob: 'sk-bob' },
  });
  const url = await server.app.listen({ port: 0 });
  const authorization = (key: string | null): Record<string, string> =>
    key === null ? {} : { authorization: bearer(key) };
  const ask = async (key: string | null) => {
    const answer = await fetch(`${url}/v1/completions`, {
      method: 'POST',
      body: JSON.stringify({ prompt: 'one two', max_tokens: 4 }),
      headers: { 'content-type': 'application/json', ...authorization(key) },
    });
    await answer.text();
    return answer.status;
  };
  const get = (path: string, key: string | null) => fetch(url + path, { headers: authorization(key) });
  expect([await ask('sk-alice'), await ask('sk-bob'), await ask('sk-alice')]).toEqual([200, 200, 200]);
  expect([await ask(null), await ask('sk-other')]).toEqual([401, 401]);
  server.setApiKeys({ alice: 'sk-new' });
  expect([await ask('sk-alice'), await ask('sk-bob'), await ask('sk-new')]).toEqual([401, 401, 200]);
  expect(() => server.setApiKeys({})).toThrow('apiKeys: expected at least one key, got none');
  expect(await ask('sk-new')).toBe(200);

  const body = await (await get('/metrics', 'sk-new')).text();
  expect(body).toContain('lockstep_client_calls_total{client="alice",model_name="study"} 4');
  expect(body).toContain('lockstep_client_tokens_total{client="bob",model_name="study"} 6');
  expect((await get('/health/live', null)).status).toBe(200);
  expect((await get('/metrics', null)).status).toBe(401);
  await server.drain();
  const clients = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; client?: string; status?: number })
    .filter(({ msg, status }) => msg === 'request' && status === 200)
    .map(({ client }) => client);
  expect(clients.slice(0, 3)).toEqual(['alice', 'bob', 'alice']);
  expect(log + body).not.toContain('sk-');
});

test('a server that was made without keys is not closed by them later', async () => {
  const server = createServer({ engine: simulatedEngine({ cost: mock() }) });
  expect(() => server.setApiKeys({ alice: 'a' })).toThrow(
    'apiKeys: expected a server that was made with keys, got one that asks for none',
  );
  await server.drain();
});
