import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAB_PAGES } from '../../../lockstep-cli/src/lab-server/create-lab-server.js';
import { launchChromium } from '../support/chromium.mjs';
import { shown } from '../support/the-lab.js';

const BASE = '/some/deep/path/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

let browser: Browser;
let host: Server;

beforeAll(async () => {
  // As plain as a host can be, with 404 for whatever lies outside the base path. It says of packed files what many say,
  // so that browsers unpack them on the way.
  host = createServer(({ url = '' }, response) => {
    const path = url.startsWith(BASE) ? url.slice(BASE.length) || 'index.html' : 'missing';
    const file = join(LAB_PAGES, path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(file.endsWith('.gz') && { 'content-encoding': 'gzip' }),
    });
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  host?.close();
});

test('it works from any static host under any path, asks no other host, and finds all that it asks for', async () => {
  const page = await browser.newPage();
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`${origin}${BASE}`);
  await page.getByText('p99').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(faults).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(`${origin}${BASE}`) && !/^(data|blob):/.test(url))).toEqual(
    [],
  );
  expect(asked.some((url) => url.includes('worker'))).toBe(true);
});

test('a page that is open needs no network: it simulates without one', async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}${BASE}`);
  const slider = page.getByRole('slider', { name: /batch size/i }).first();
  await slider.waitFor();
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  const before = await page.locator('main').innerText();
  await slider.press('ArrowLeft');
  await expect.poll(() => page.locator('main').innerText()).not.toBe(before);
});

test('the trace that comes with it is found, and read from a host that lets browsers unpack it', async () => {
  const page = await browser.newPage();
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  await page.goto(`${origin}${BASE}#trace=azure-conv&cost=kernels:llama-3-8b@a100&rate=0.5`);
  await shown(page);
  expect(await page.evaluate(() => lab.run.value!.log.requestCount)).toBe(19_366);
});
