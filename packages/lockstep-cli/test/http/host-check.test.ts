import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { allowedHost, hostCheck, hostName } from '../../src/http/host-check.js';
import { Listener } from '../../src/http/listener.js';
import { createLabServer } from '../../src/lab-server/create-lab-server.js';
import { listen, metric } from '../server/running-server.js';
import { ownFolder } from '../support/folder.js';

/** Asks 127.0.0.1 under another name, as a browser does for a page whose name resolves there. */
async function ask(port: number, host: string, path: string, method = 'GET') {
  const [response] = (await once(
    request({ port, host: '127.0.0.1', path, method, headers: { host } }).end(),
    'response',
  )) as [IncomingMessage];
  let body = '';
  for await (const piece of response) body += piece;
  return { status: response.statusCode, body };
}

test.for<[string, string | null]>([
  ['localhost', 'localhost'],
  ['LocalHost:8000', 'localhost'],
  ['localhost.:8000', 'localhost'],
  ['127.0.0.1:1', '127.0.0.1'],
  ['[::1]:8000', '::1'],
  ['[::1]', '::1'],
  ['llm.example:', 'llm.example'],
  ['localhost:80@evil.example', null],
  ['localhost/evil.example', null],
  ['localhost evil.example', null],
  ['', null],
])('%j names the host %j', ([text, name]) => {
  expect(hostName(text)).toBe(name);
});

test.for(['', 'http://llm.example', 'llm.example:8000', 'a b', '*.example:1'])(
  '%j is no host that could be allowed',
  (text) => {
    expect(() => allowedHost(text)).toThrow('expected a host name or an address without port');
  },
);

async function checkOn(host: string, allowed: readonly string[]) {
  const listener = new Listener({});
  await once(listener.listen({ port: 0, host }), 'listening');
  await listener.end();
  return hostCheck(listener, allowed.map(allowedHost));
}

test('on a loopback address: its names, the host that was given, and what is allowed', async () => {
  const check = await checkOn('127.0.0.2', ['llm.example']);
  for (const host of ['localhost:1', '127.0.0.1', '[::1]:2', '127.0.0.2', 'LLM.example:443', undefined]) {
    expect(check(host)).toBeNull();
  }
  for (const host of [
    'evil.example',
    '192.168.0.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '',
  ]) {
    expect(check(host)).toContain(`got ${JSON.stringify(host)}`);
  }
});

test('on all addresses: any host, or the allowed ones and every address', async () => {
  const open = await checkOn('0.0.0.0', []);
  expect(open('lockstep.default.svc')).toBeNull();
  const closed = await checkOn('0.0.0.0', ['llm.example']);
  for (const host of ['llm.example', 'localhost', '10.0.0.7:8000', '[fd00::1]:8000']) {
    expect(closed(host)).toBeNull();
  }
  expect(closed('evil.example')).toContain('got "evil.example"');
});

test('* allows any', async () => {
  expect((await checkOn('127.0.0.1', ['*']))('evil.example')).toBeNull();
});

describe('a page of another origin whose name resolves to this machine', () => {
  test('gets nothing from the server, not even health', async (context) => {
    const server = await listen(context);
    for (const [method, path] of [
      ['GET', '/v1/models'],
      ['POST', '/v1/completions'],
      ['GET', '/metrics'],
      ['GET', '/health/ready'],
      ['GET', '/nowhere'],
    ] as const) {
      const { status, body } = await ask(server.port, 'evil.example:8000', path, method);
      expect([path, status]).toEqual([path, 403]);
      expect(JSON.parse(body)).toEqual({
        error: {
          message:
            'Host: expected localhost, 127.0.0.1, [::1] or an allowed host (--allowed-host NAME, allowedHosts), ' +
            'got "evil.example:8000"',
          type: 'invalid_request_error',
          param: null,
          code: 'host_not_allowed',
        },
      });
    }
    expect(await metric(server, 'request_failures_total', { reason: 'host' })).toBe(5);
    expect((await ask(server.port, 'localhost:8000', '/v1/models')).status).toBe(200);
  });

  test('an allowed host is answered; an invalid one is refused at the start', async (context) => {
    const { port } = await listen(context, { allowedHosts: ['Proxy.example'] });
    expect((await ask(port, 'proxy.example', '/v1/models')).status).toBe(200);
    await expect(listen(context, { allowedHosts: ['http://x'] })).rejects.toThrow(
      'allowedHosts: expected a host name or an address without port, such as llm.example, or * for any, got "http://x"',
    );
  });

  test('gets nothing from the lab', async (context) => {
    const pages = join(await ownFolder(context), 'pages/');
    await mkdir(pages);
    await writeFile(join(pages, 'index.html'), '<!doctype html>');
    const app = createLabServer(pages, ['lab.example']);
    context.onTestFinished(() => app.close());
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const refused = await ask(port, 'evil.example', '/');
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ error: { code: 'host_not_allowed' } });
    expect((await ask(port, 'lab.example', '/')).status).toBe(200);
    expect((await ask(port, '127.0.0.1', '/')).status).toBe(200);
  });
});

test.for([
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
])('a body of type %j, which a page may send anywhere without asking, is refused', async (type, context) => {
  const { url } = await listen(context);
  const headers = { origin: 'http://evil.example', ...(type !== '' && { 'content-type': type }) };
  const body = new Blob(['{"prompt":"Hi"}']);
  const response = await fetch(`${url}/v1/completions`, { method: 'POST', headers, body });
  expect(response.status).toBe(415);
  const asked = await fetch(`${url}/v1/completions`, { method: 'OPTIONS', headers });
  expect(asked.status).toBe(405);
  expect([...response.headers, ...asked.headers].join()).not.toContain('access-control');
});
