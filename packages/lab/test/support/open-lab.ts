import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createLabServer } from '../../../lockstep-cli/src/lab-server/create-lab-server.js';
import { launchChromium } from './chromium.mjs';

export interface LabOptions {
  /** What stands behind the `#` of the address. */
  readonly hash?: string;
  /** Width and height of the window (px; default 1280 × 900). */
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
}

/**
 * Opens the built lab in Chromium, as `lockstep lab` serves it; to be called once at the top of a test file. A page that a
 * test opens is closed after it, since it goes on simulating; one that a group of tests shares stays to the end.
 */
export function labBrowser(): (options?: LabOptions) => Promise<Page> {
  let browser: Browser;
  let server: FastifyInstance;
  /** Those of the running test; null between tests. */
  let pages: Page[] | null = null;

  beforeEach(() => void (pages = []));

  afterEach(async () => {
    await Promise.all(pages!.map((page) => page.close()));
    pages = null;
  });

  beforeAll(async () => {
    server = createLabServer();
    await server.listen({ host: '127.0.0.1', port: 0 });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  return async ({ hash = '', width = 1280, height = 900, theme = 'light', reducedMotion = false } = {}) => {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      acceptDownloads: true,
    });
    pages?.push(page);
    await page.goto(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}/${hash}`);
    return page;
  };
}
