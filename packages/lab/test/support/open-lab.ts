import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Of Debian's Chromium: nothing that reaches for a network, a sandbox or a GPU. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface LabOptions {
  /** What stands behind the `#` of the address. */
  readonly hash?: string;
  /** Width and height of the window (px; default 1280 × 900). */
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
}

/** Opens the built lab in Chromium; to be called once at the top of a test file. */
export function labBrowser(): (options?: LabOptions) => Promise<Page> {
  let browser: Browser;
  let server: PreviewServer;

  beforeAll(async () => {
    server = await preview({ root: ROOT, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: FLAGS,
    });
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
    await page.goto(server.resolvedUrls!.local[0]! + hash);
    return page;
  };
}
