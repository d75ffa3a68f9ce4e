import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { expect, type TestContext, test } from 'vitest';
import { createLabServer } from '../../src/lab-server/create-lab-server.js';
import { ownFolder } from '../support/folder.js';

async function server(context: TestContext): Promise<FastifyInstance> {
  const folder = await ownFolder(context);
  const pages = join(folder, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'index.html'), '<!doctype html>');
  await writeFile(join(pages, 'assets/index-abc123.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'not for the lab');
  const app = createLabServer(`${pages}/`);
  context.onTestFinished(() => app.close());
  return app;
}

test('the page may load its own files alone, is asked for each time, and shows nowhere else', async (context) => {
  const { statusCode, headers } = await (await server(context)).inject('/');
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  const policy = headers['content-security-policy'] as string;
  expect(policy).toMatch(/^default-src 'self'; /);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-eval|script-src|https?:/);
});

test('what has a hash in its name is kept forever', async (context) => {
  const { headers } = await (await server(context)).inject('/assets/index-abc123.js');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(headers['content-type']).toContain('application/javascript');
});

test.for(['/nothing', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/'])(
  '%s leads nowhere',
  async (path, context) => {
    const { statusCode, headers, body } = await (await server(context)).inject(path);
    expect([403, 404, 400]).toContain(statusCode);
    expect(body).not.toContain('not for the lab');
    expect(headers['x-content-type-options']).toBe('nosniff');
  },
);

test('a lab that was not built says so', async (context) => {
  const folder = await ownFolder(context);
  expect(() => createLabServer(folder)).toThrow(
    'the lab is not built: expected it in dist/lab of lockstep-cli; run "npm run build"',
  );
});
