// Draws the picture of the lab in README.md and docs/lab.md, light and dark: `npm run docs:lab`. With a folder it takes
// the whole page there instead, at three widths, to be looked at: `npm run docs:lab -- FOLDER`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createLabServer } from '../packages/lockstep-cli/dist/lab-server/create-lab-server.js';
import { launchChromium } from '../packages/lab/test/support/chromium.mjs';
import { ROOT } from './docs/commands.mjs';

/** What the picture shows: the study's traffic, and a request that waits behind a batch. */
const SHOWN = '#batch-size=4&request=16';
const WIDTHS = { narrow: 360, medium: 820, wide: 1440 };

const folder = process.argv[2];
const server = createLabServer();
await server.listen({ host: '127.0.0.1', port: 0 });
const browser = await launchChromium();
try {
  for (const theme of ['light', 'dark']) {
    if (folder === undefined) {
      await take({
        theme,
        width: WIDTHS.wide,
        height: 960,
        path: join(ROOT, `docs/images/lab/lab-${theme}.webp`),
      });
      continue;
    }
    for (const [name, width] of Object.entries(WIDTHS)) {
      await take({ theme, width, height: 900, path: join(folder, `${name}-${theme}.png`), fullPage: true });
    }
  }
} finally {
  await browser.close();
  await server.close();
}

/** Opens the lab, waits until its sweep is drawn, and takes what is in sight, or the whole page. */
async function take({ theme, width, height, path, fullPage = false }) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  await page.goto(`http://127.0.0.1:${server.server.address().port}/${SHOWN}`);
  await page.waitForFunction(() => Boolean(lab.sweep.value?.all) && lab.sweepProgress.value === null);
  // What is not in sight is not drawn.
  const wholeHeight = () => document.documentElement.scrollHeight;
  if (fullPage) {
    await page.setViewportSize({ width, height: await page.evaluate(wholeHeight) });
    await page.locator('.curve svg').nth(4).waitFor();
  }
  await page.waitForLoadState('networkidle');
  await mkdir(dirname(path), { recursive: true });
  if (fullPage) await page.screenshot({ path, fullPage });
  else await writeFile(path, await webp(page));
  await page.close();
  console.log(path);
}

/** What is in sight, in a third of the bytes that a PNG takes. */
async function webp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
  return Buffer.from(data, 'base64');
}
