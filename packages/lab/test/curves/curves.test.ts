import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

const SMALL = '#requests=400&batch-size=8';

/** Opens a lab that shows a chart's run and its sweep. */
async function openAt(name: string, options: Parameters<typeof openLab>[0] = {}): Promise<Page> {
  const page = await openLab({ hash: SMALL, height: 6000, ...options });
  await figure(page, name).locator('.curve-picture svg').waitFor();
  await swept(page);
  return page;
}

const figure = (page: Page, name: string) => page.getByRole('figure', { name: new RegExp(name) });
const points = (page: Page, name: string) => figure(page, name).getByRole('slider', { name: 'arrow keys' });
const batchSize = (page: Page) => page.evaluate(() => lab.scenario.value.batchSize);

async function swept(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { sweep, sweepProgress } = lab;
    return (
      sweepProgress.value === null && sweep.value !== null && (sweep.value.all || sweep.value.rate === null)
    );
  });
}

/** Where the mark of the run that is shown stands in a figure (px). */
function markAt(page: Page, name: string) {
  return figure(page, name)
    .locator('.overlay-run')
    .first()
    .evaluate((mark) => {
      const { left, top, width, height } = mark.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
}

const LATENCY = 'Latency by batch size';
const TRADE_OFF = 'trade-off';
const HEATMAP = 'arrival rate';

test('the diamond follows the batch size in a picture that stays', async () => {
  const page = await openAt(LATENCY);
  const picture = await figure(page, LATENCY).locator('.curve-picture svg').elementHandle();
  const before = await markAt(page, LATENCY);
  const xs: number[] = [];
  for (const size of [16, 32, 64, 128]) {
    await page.evaluate((batchSize) => lab.change({ batchSize }), size);
    await shown(page);
    xs.push((await markAt(page, LATENCY)).x);
  }
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  expect(xs[0]).toBeGreaterThan(before.x);
  expect(await picture!.evaluate((svg) => svg.isConnected)).toBe(true);
});

test('pointing tries a point, leaving gives it back, a click keeps it', async () => {
  const page = await openAt(LATENCY);
  const { x, y } = await markAt(page, LATENCY);
  await page.mouse.move(x + 90, y);
  const tried = await batchSize(page);
  expect(tried).toBeGreaterThan(8);
  await page.mouse.move(2, 2);
  expect(await batchSize(page)).toBe(8);
  await page.mouse.click(x + 90, y);
  await page.mouse.move(2, 2);
  expect(await batchSize(page)).toBe(tried);
});

test('what somebody else chose meanwhile is not given back', async () => {
  const page = await openAt(LATENCY);
  const { x, y } = await markAt(page, LATENCY);
  await page.mouse.move(x + 90, y);
  expect(await batchSize(page)).toBeGreaterThan(8);
  await page.evaluate(() => lab.change({ batchSize: 5, seed: 7 }));
  await page.mouse.move(2, 2);
  expect(await batchSize(page)).toBe(5);
});

test('a cell of the heatmap sets the batch size and the rate', async () => {
  const page = await openAt(HEATMAP);
  await points(page, HEATMAP).press('ArrowRight');
  expect(await page.evaluate(() => [lab.scenario.value.batchSize, lab.scenario.value.rate])).toEqual([8, 6]);
  await swept(page);
  await shown(page);
  const cell = await markAt(page, HEATMAP);
  await page.mouse.click(cell.x, cell.y + 34);
  expect(await page.evaluate(() => [lab.scenario.value.batchSize, lab.scenario.value.rate])).toEqual([4, 6]);
});

test.each([
  [TRADE_OFF, 'ArrowRight', 16],
  [LATENCY, 'ArrowLeft', 4],
  ['Throughput and capacity', 'ArrowUp', 16],
  ['Where the time goes', 'ArrowDown', 16],
  [HEATMAP, 'ArrowUp', 16],
])('%s: %s leads to batch size %i, and is told in words', async (name, key, size) => {
  const page = await openAt(name);
  await points(page, name).press(key);
  expect(await batchSize(page)).toBe(size);
  await shown(page);
  await page.waitForFunction(
    ([label, text]) =>
      [...document.querySelectorAll('.curve-surface')].some(
        (one) => one.ariaLabel!.includes(label!) && one.ariaValueText!.startsWith(text!),
      ),
    [name, `Batch size ${size}, `] as const,
  );
});

test('a latency target is added, dragged, moved by keys and removed', async () => {
  const page = await openAt(TRADE_OFF);
  await page.getByRole('button', { name: 'Add a latency target' }).click();
  const line = page.getByRole('slider', { name: 'Target for the p99' });
  const value = async () => Number(await line.getAttribute('aria-valuenow'));
  const first = await value();
  const { x, y, width, height } = (await line.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 80, y + height / 2, { steps: 4 });
  await page.mouse.up();
  const dragged = await value();
  expect(dragged).toBeGreaterThan(first);
  expect(await batchSize(page)).toBe(8);
  await line.press('PageUp');
  expect(await value()).toBeGreaterThan(dragged * 1.3);
  expect(await page.evaluate(() => lab.scenario.value.slo)).toMatch(/^e2e=/);
  await line.press('Delete');
  await line.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => lab.scenario.value.slo)).toBeUndefined();
});

test('a pinned run stays as a ghost while the requests are the same', async () => {
  const page = await openAt(LATENCY);
  await page.evaluate(() => lab.pin());
  await figure(page, LATENCY).locator('.overlay-ghost polyline').first().waitFor();
  await page.getByText('Dashed and pale: the pinned run').waitFor();
  await page.evaluate(() => lab.change({ wait: 'oldest:200ms' }));
  await swept(page);
  expect(await figure(page, LATENCY).locator('.overlay-ghost').count()).toBeGreaterThan(0);
  // Another rate brings other requests.
  await page.evaluate(() => lab.change({ rate: 2 }));
  await page.locator('.overlay-ghost').first().waitFor({ state: 'detached' });
});

test('the theme changes the colors of a picture that stays', async () => {
  const page = await openAt(LATENCY);
  const color = () =>
    figure(page, LATENCY)
      .locator('.curve-picture svg .mark-text text')
      .first()
      .evaluate((text) => getComputedStyle(text).fill);
  const picture = await figure(page, LATENCY).locator('.curve-picture svg').elementHandle();
  const light = await color();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await color()).not.toBe(light);
  expect(await picture!.evaluate((svg) => svg.isConnected)).toBe(true);
});

test('at 360 px nothing is wider than the page, and a narrower window draws anew', async () => {
  const page = await openAt(LATENCY);
  const wide = (await figure(page, LATENCY).locator('.curve-picture svg').boundingBox())!.width;
  await page.setViewportSize({ width: 360, height: 4000 });
  await page.waitForFunction(
    (before) => document.querySelectorAll('.curve-picture svg')[1]!.getBoundingClientRect().width < before,
    wide,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test('without rates there is no heatmap, and it comes and goes with them', async () => {
  const page = await openAt(HEATMAP);
  await page.evaluate(() => lab.change({ arrivals: 'closed:8', rate: undefined }));
  await figure(page, HEATMAP).waitFor({ state: 'hidden' });
  await page.evaluate(() => lab.change({ arrivals: undefined, rate: 3 }));
  await figure(page, HEATMAP).waitFor();
  await swept(page);
  await shown(page);
  expect(await figure(page, HEATMAP).locator('.overlay-run').count()).toBe(1);
});

test('pictures out of sight are in words, and are drawn for a printer', async () => {
  const page = await openLab({ hash: SMALL, width: 360, height: 800 });
  await swept(page);
  const last = figure(page, HEATMAP);
  expect(await last.locator('svg:not(.overlay)').count()).toBe(0);
  expect(await last.locator('details p').textContent()).toContain('batch size 1, ');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await last.locator('.curve-picture svg').waitFor();
});
