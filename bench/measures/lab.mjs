import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LAB_PAGES } from '../../packages/lockstep-cli/dist/lab-server/create-lab-server.js';
import { atRest, withLab } from '../lab/open-lab.mjs';
import { median } from '../timing.mjs';

const INPUTS = 110;
const PAN_FRAMES = 240;
/** A window in which timeline and curves are in sight together (px): what is not is not drawn. */
const TALL = 1700;

/** From a key on the batch size's slider to the frame with the figures, the timeline and the current points of its run. */
async function inputLatency(page) {
  await page
    .getByRole('slider', { name: /batch size/i })
    .first()
    .focus();
  const taken = [];
  for (let i = 0; i < INPUTS; i++) {
    const before = await page.evaluate(() => lab.run.value.point.batchSize);
    await page.keyboard.press(i % 40 < 20 ? 'ArrowRight' : 'ArrowLeft');
    await page.waitForFunction((size) => lab.run.value.point.batchSize !== size, before, { polling: 10 });
    // As fast as a hand goes from one value to the next.
    await page.waitForTimeout(100);
    taken.push(await page.evaluate(() => Math.max(...Object.values(seen.paintedAt)) - seen.keyAt));
  }
  const parts = await page.evaluate(() => Object.keys(seen.paintedAt));
  for (const part of ['figures', 'timeline', 'point 0', 'point 1']) {
    assert(parts.includes(part), `${part} was not drawn; drawn were ${parts.join(', ')}`);
  }
  // The first ones warm up.
  return taken.slice(10);
}

/** Time between frames while the timeline is dragged, zoomed in so far that there is somewhere to go. */
async function panFrames(page) {
  const canvas = page.locator('.timeline-plot');
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await canvas.boundingBox();
  const at = { x: x + width / 2, y: y + height / 2 };
  await canvas.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('+');
  await atRest(page);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  const { gaps, shown } = await page.evaluate(
    ({ at, count, width }) =>
      new Promise((resolve) => {
        const target = document.elementFromPoint(at.x, at.y);
        const gaps = [];
        const shown = new Set();
        let before = null;
        const frame = (now) => {
          if (before !== null) gaps.push(now - before);
          before = now;
          shown.add(lab.view.stretch.value?.from);
          if (gaps.length >= count) return resolve({ gaps, shown: shown.size });
          const clientX = at.x + (width / 3) * Math.sin(gaps.length / 20);
          const where = { clientX, clientY: at.y, buttons: 1, pointerId: 1, bubbles: true, isPrimary: true };
          target.dispatchEvent(new PointerEvent('pointermove', { ...where, pointerType: 'mouse' }));
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { at, count: PAN_FRAMES, width },
  );
  await page.mouse.up();
  // A timeline that stood still would be smooth, too.
  assert(shown > 0.9 * gaps.length, `the timeline moved in ${shown} of ${gaps.length} frames only`);
  return gaps;
}

/** What was fetched until the page was at rest, each compressed as a host would (KB). */
async function firstLoad(asked) {
  const sizes = await Promise.all(
    [...asked].map(async (url) => {
      const path = url === '/' ? 'index.html' : url.slice(1);
      return gzipSync(await readFile(join(LAB_PAGES, path)), { level: 9 }).length;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** A sweep anew, with keys pressed meanwhile. */
async function backgroundSweep(page) {
  await atRest(page);
  await page.evaluate(() => {
    Object.assign(seen, { told: 0, answered: 0, keyDelays: [] });
    const seed = new URLSearchParams(location.hash.slice(1));
    seed.set('seed', '7');
    location.hash = String(seed);
  });
  let isDone = false;
  const complete = atRest(page).then(() => (isDone = true));
  while (!isDone) await page.keyboard.press('Shift');
  await complete;
  return page.evaluate(() => ({
    points: seen.answered,
    seconds: (seen.answeredAt - seen.toldAt) / 1000,
    longestDelayMs: Math.max(...seen.keyDelays),
  }));
}

function p95(values) {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
}

export const lab = {
  name: 'lab',
  about: 'the lab in headless Chromium without a GPU, 1440 × 900',
  run: () =>
    withLab(async ({ open, asked }) => {
      await (await open()).close();
      const load = await firstLoad(asked);
      const page = await open('', TALL);
      const inputs = await inputLatency(page);
      const sweep = await backgroundSweep(page);
      await page.close();
      const frames = await panFrames(await open('#requests=100000'));
      const input = '10,000 requests: slider to figures, timeline, points';
      const pan = '100,000 requests: a frame while the timeline is dragged';
      return [
        { what: `${input}, median of ${inputs.length}`, value: median(inputs), unit: 'ms' },
        { what: `${input}, p95`, value: p95(inputs), unit: 'ms', aim: '< 100' },
        { what: `${pan}, median`, value: median(frames), unit: 'ms', aim: '≤ 17' },
        { what: `${pan}, p95`, value: p95(frames), unit: 'ms', aim: '≤ 34' },
        { what: 'first load, gzip', value: load, unit: 'KB', aim: '< 400' },
        { what: `sweep of ${sweep.points} × 10,000 requests`, value: sweep.seconds, unit: 's', aim: '< 3' },
        { what: 'longest delay of a key meanwhile', value: sweep.longestDelayMs, unit: 'ms' },
      ];
    }),
};
