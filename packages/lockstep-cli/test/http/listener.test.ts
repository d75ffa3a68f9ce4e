import dns from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer as createNetServer } from 'node:net';
import { beforeEach, expect, test, vi } from 'vitest';
import { Listener } from '../../src/http/listener.js';
import { createServer } from '../../src/server/index.js';
import { instantEngine } from '../server/running-server.js';

/** Whether this machine has ::1, on which a second socket could listen. */
const hasIPv6 = await new Promise<boolean>((resolve) => {
  const server = createNetServer().once('error', () => resolve(false));
  server.listen(0, '::1', () => server.close(() => resolve(true)));
});

/** `localhost` is both addresses here, whatever this machine says. */
beforeEach(() => {
  const lookup = dns.lookup.bind(dns) as (...words: unknown[]) => void;
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  const both = (host: string, ...words: unknown[]) => {
    if (host !== 'localhost') return lookup(host, ...words);
    const answer = words.pop() as (...words: unknown[]) => void;
    const [options] = words as [{ all?: boolean }?];
    process.nextTick(() => (options?.all ? answer(null, addresses) : answer(null, '127.0.0.1', 4)));
  };
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(both as never);
  return () => spy.mockRestore();
});

async function refusedOn(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const refused = await Promise.race([
    once(socket, 'connect').then(() => false),
    new Promise<boolean>((resolve) => socket.once('error', () => resolve(true))),
  ]);
  socket.destroy();
  return refused;
}

test.skipIf(!hasIPv6).for([{ port: 0 }, { port: 0, host: 'localhost' }])(
  'app.listen(%o): one socket, where localhost is two addresses',
  async (options) => {
    const { app, drain } = createServer({ engine: instantEngine() });
    const address = await app.listen(options);
    const { port } = app.server.address() as AddressInfo;
    expect(address).toBe(`http://127.0.0.1:${port}`);
    expect(app.addresses()).toHaveLength(1);
    expect([await refusedOn('127.0.0.1', port), await refusedOn('::1', port)]).toEqual([false, true]);
    await drain();
    expect(await refusedOn('127.0.0.1', port)).toBe(true);
  },
);

test.skipIf(!hasIPv6)('an app on :: is one socket for both families', async () => {
  const { app, drain } = createServer({ engine: instantEngine() });
  await app.listen({ port: 0, host: '::' });
  const { port } = app.server.address() as AddressInfo;
  expect(app.addresses()).toHaveLength(1);
  expect(await refusedOn('::1', port)).toBe(false);
  await drain();
  expect(await refusedOn('::1', port)).toBe(true);
});

test('an app takes over what listens already, on the same socket', async () => {
  const listener = new Listener({}, (_, response) => response.end('not yet'));
  await once(listener.listen({ port: 0, host: '127.0.0.1' }), 'listening');
  const { port } = listener.address() as AddressInfo;
  const ask = async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).text();
  expect(await ask()).toBe('not yet');
  listener.serve((_, response) => response.end('the app'));
  expect(await ask()).toBe('not yet');
  await once(listener.listen({ port, host: '127.0.0.1' }), 'listening');
  expect(await ask()).toBe('the app');
  await listener.end();
});
