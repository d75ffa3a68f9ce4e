import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createServerOn, INCOMING } from '../../src/server/create-server.js';
import { loadingListener } from '../../src/server/loading.js';
import { instantEngine } from './running-server.js';

test('while the model is being loaded it lives and is not ready; then the server takes over', async () => {
  const listener = loadingListener(INCOMING, ['llm.example']);
  await once(listener.listen({ port: 0, host: '127.0.0.1' }), 'listening');
  const { port } = listener.address() as AddressInfo;
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return [answer.status, await answer.json(), answer.headers.get('retry-after')];
  };
  const prompt = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"prompt":"Hi","max_tokens":2}',
  };
  expect(await ask('/health/live')).toEqual([200, { status: 'live' }, null]);
  expect(await ask('/health/ready')).toEqual([503, { status: 'loading' }, null]);
  expect(await ask('/health')).toEqual([503, { status: 'loading' }, null]);
  expect(await ask('/v1/completions', prompt)).toEqual([
    503,
    {
      error: {
        message: 'the model is being loaded',
        type: 'server_error',
        param: null,
        code: 'model_loading',
      },
    },
    '5',
  ]);

  const server = createServerOn(listener, { engine: instantEngine() });
  await server.app.listen({ port, host: '127.0.0.1' });
  expect((await ask('/health'))[0]).toBe(200);
  expect((await ask('/health/ready'))[0]).toBe(200);
  expect((await ask('/v1/completions', prompt))[0]).toBe(200);
  await server.drain();
  expect(listener.listening).toBe(false);
});
