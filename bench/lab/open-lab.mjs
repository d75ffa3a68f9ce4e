import { once } from 'node:events';
import { createLabServer } from '../../packages/lockstep-cli/dist/lab-server/create-lab-server.js';
import { launchChromium } from '../../packages/lab/test/support/chromium.mjs';
import { watchPage } from './watch-page.mjs';

/** How long nothing may be drawn for the page to be at rest (ms). */
const REST_MS = 300;

/**
 * The built lab in Chromium, as `lockstep lab` serves it.
 * @param use is given `open(hash, height)`, which resolves with a page whose first sweep is drawn, and the paths asked for so far
 */
export async function withLab(use) {
  const server = createLabServer();
  const asked = new Set();
  server.addHook('onResponse', async ({ url }, { statusCode }) => {
    if (statusCode === 200) asked.add(url);
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchChromium();
  const origin = `http://127.0.0.1:${server.server.address().port}/`;
  const open = async (hash = '', height = 900) => {
    const page = await browser.newPage({ viewport: { width: 1440, height } });
    await page.addInitScript(watchPage);
    await page.goto(origin + hash);
    await atRest(page);
    return page;
  };
  try {
    return await use({ open, asked });
  } finally {
    await browser.close();
    server.server.closeAllConnections();
    server.server.close();
    await once(server.server, 'close');
  }
}

/** Resolves when the sweep is complete and nothing has been drawn for a while. */
export async function atRest(page) {
  await page.waitForFunction(
    (restMs) =>
      seen.answered > 0 && lab.sweepProgress.value === null && performance.now() - seen.changedAt > restMs,
    REST_MS,
    { timeout: 120_000, polling: 20 },
  );
}
