import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Stretch } from '../../src/state/lab.js';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';
import { boxOf } from '../../src/timeline/scale/box.js';

const openLab = labBrowser();

/** Opens the lab with its timeline in sight; gives what one does there. */
async function openTimeline(hash = '#requests=400', options = {}) {
  const page = await openLab({ hash, ...options });
  await shown(page);
  const plot = page.getByRole('application', { name: 'Timeline of requests' });
  await plot.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await plot.boundingBox())!;
  const box = boxOf(width, height);
  return {
    page,
    plot,
    /** A place inside the box of bars, as shares of it, on the page. */
    at: (across: number, down: number) =>
      [x + box.left + across * box.width, y + box.top + down * box.height] as const,
    story: page.getByRole('status', { name: 'Story of a request' }),
    stretch: () => inSight(page),
  };
}

/** What the brush says is in sight; chosen or not (ms). */
async function inSight(page: Page): Promise<Stretch> {
  // The brush follows in the next frame.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const ends = ['Start', 'End'].map((name) =>
    page.getByRole('slider', { name: `${name} of the stretch in sight` }).getAttribute('aria-valuenow'),
  );
  const [from, to] = await Promise.all(ends);
  return { from: Number(from), to: Number(to) };
}

const length = ({ from, to }: Stretch) => to - from;

test('a wheel with Ctrl zooms about the pointer, with Shift it moves; alone it is the page’s until the timeline has the focus', async () => {
  const { page, plot, at, stretch } = await openTimeline();
  const before = await stretch();
  await page.mouse.move(...at(0.25, 0.5));
  await page.mouse.wheel(0, -120);
  await page.mouse.wheel(0, 120);
  expect(await stretch()).toEqual(before);

  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  const zoomed = await stretch();
  expect(length(zoomed)).toBeLessThan(0.9 * length(before));
  const under = (of: Stretch) => of.from + 0.25 * length(of);
  expect(Math.abs(under(zoomed) - under(before))).toBeLessThan(0.02 * length(before));

  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Shift');
  const moved = await stretch();
  expect(moved.from).toBeGreaterThan(zoomed.from);
  expect(length(moved)).toBeCloseTo(length(zoomed), -1);

  await plot.focus();
  await page.mouse.wheel(0, 120);
  await expect.poll(async () => length(await stretch())).toBeGreaterThan(length(moved));
});

test('dragging moves time with the pointer', async () => {
  const { page, at, stretch } = await openTimeline();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const before = await stretch();
  await page.mouse.move(...at(0.6, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.4, 0.5), { steps: 5 });
  await page.mouse.up();
  const after = await stretch();
  expect((after.from - before.from) / length(before)).toBeCloseTo(0.2, 1);
  expect(length(after)).toBeCloseTo(length(before), -1);
  expect(await page.evaluate(() => lab.view.request.value)).toBeNull();
});

test('pointing at a bar tells its story and its batch, a click keeps it, Escape lets go', async () => {
  const { page, plot, at, story } = await openTimeline('#requests=400&max-queue-size=20');
  await page.mouse.move(...at(0.05, 0.012));
  await story.getByRole('heading', { name: 'Request 0' }).waitFor();
  await story.getByRole('heading', { name: 'Batch 0' }).waitFor();
  expect(await story.textContent()).toMatch(
    /arrived.*blocked.*forming.*started.*own last token.*held.*released/,
  );
  expect(await story.textContent()).toMatch(/closed.*size.*longest output.*decode waste/);

  await page.mouse.down();
  await page.mouse.up();
  await page.mouse.move(...at(0.95, 0.02));
  await story.getByText('kept').waitFor();
  expect(await page.evaluate(() => lab.view.request.value)).toBe(0);
  await plot.press('Escape');
  await story.getByText('Point at a bar').waitFor();
  expect(await page.evaluate(() => lab.view.request.value)).toBeNull();
});

test('by keyboard: through requests and batches, in time, closer and back', async () => {
  const { page, plot, story, stretch } = await openTimeline();
  const before = await stretch();
  await plot.focus();
  await plot.press('d');
  expect((await stretch()).from).toBeGreaterThan(before.from);
  await plot.press('Home');
  expect(await stretch()).toEqual(before);
  await plot.press('+');
  expect(length(await stretch())).toBeCloseTo(length(before) / 1.5, -2);
  await plot.press('0');
  const whole = await stretch();
  expect(whole.from).toBe(0);
  expect(length(whole)).toBeGreaterThan(3 * length(before));

  await page.evaluate(() => (lab.view.request.value = 10));
  await story.getByRole('heading', { name: 'Request 10' }).waitFor();
  await plot.press('ArrowDown');
  await story.getByRole('heading', { name: 'Request 11' }).waitFor();
  const batch = await page.evaluate(() => lab.run.value!.log.requests.batch[11]!);
  await plot.press('ArrowRight');
  await story.getByRole('heading', { name: `Batch ${batch + 1}` }).waitFor();
  await plot.press('ArrowLeft');
  await story.getByRole('heading', { name: `Batch ${batch}`, exact: true }).waitFor();
});

test('the request that the keyboard goes to comes into sight', async () => {
  const { page, plot, stretch } = await openTimeline();
  for (let i = 0; i < 6; i++) await plot.press('w');
  await page.evaluate(() => (lab.view.request.value = 300));
  await plot.press('ArrowDown');
  const { from, to } = await stretch();
  const arrivedAt = await page.evaluate(() => lab.run.value!.log.requests.arrivedAt[301]!);
  expect(arrivedAt).toBeGreaterThan(from);
  expect(arrivedAt).toBeLessThan(to);
});

test('the brush is moved, resized and drawn anew, by mouse and by keys', async () => {
  const { page, stretch } = await openTimeline();
  const middle = page.getByRole('slider', { name: 'Stretch in sight', exact: true });
  const { x, y, width, height } = (await middle.boundingBox())!;
  const before = await stretch();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 80, y + height / 2, { steps: 4 });
  await page.mouse.up();
  const moved = await stretch();
  expect(moved.from).toBeGreaterThan(before.from);
  expect(length(moved)).toBeCloseTo(length(before), -1);

  const end = page.getByRole('slider', { name: 'End of the stretch in sight' });
  await end.press('ArrowRight');
  const longer = await stretch();
  expect(longer.from).toBe(moved.from);
  expect(length(longer)).toBeCloseTo(1.1 * length(moved), -1);

  await page.mouse.move(x + 400, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 500, y + height / 2, { steps: 4 });
  await page.mouse.up();
  expect((await stretch()).from).toBeGreaterThan(longer.to);
  expect(await middle.getAttribute('aria-valuetext')).toMatch(/^[\d.,]+ s to [\d.,]+ s$/);
});

test('two fingers pinch', async () => {
  const { page, at, stretch } = await openTimeline();
  const before = await stretch();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [0.5 - apart, 0.5 + apart].map((across, id) => {
              const [x, y] = at(across, 0.5);
              return { x, y, id };
            }),
    });
  await touch('touchStart', 0.1);
  for (const apart of [0.12, 0.15, 0.2]) await touch('touchMove', apart);
  await touch('touchEnd', 0);
  expect(length(await stretch()) / length(before)).toBeCloseTo(0.5, 1);
});

test('a chosen stretch goes on showing the same arrivals when the batch size changes', async () => {
  const { page, plot, stretch } = await openTimeline();
  await plot.press('d');
  const before = await stretch();
  await page.evaluate(() => lab.change({ batchSize: 3 }));
  await shown(page);
  expect(await stretch()).toEqual(before);
});

test('what got no answer is named in the legend and told', async () => {
  const { page, story } = await openTimeline('#requests=400&rate=20&batch-size=4&max-queue-size=10');
  await page.getByRole('list', { name: 'Legend' }).getByText('rejected').waitFor();
  await page.evaluate(() => {
    const { requests } = lab.run.value!.log;
    lab.view.request.value = requests.outcome.indexOf(2);
  });
  await story.getByText('rejected: the queue was full').waitFor();
});

test.each(['#requests=1', '#requests=100000', '#requests=3000&arrivals=all-at-once&batch-size=inf'])(
  '%s is drawn whole, by request and by slot, in light, dark and forced colors',
  async (hash) => {
    const { page } = await openTimeline(hash);
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.getByRole('button', { name: 'Whole run' }).click();
    for (const name of ['By slot', 'By request']) {
      await page.getByRole('button', { name, exact: true }).click();
      for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
        await page.emulateMedia(media);
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        const inked = await page.evaluate(() => {
          const canvas = document.querySelector<HTMLCanvasElement>('.timeline-plot canvas')!;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value !== 0);
        });
        expect(inked).toBe(true);
      }
    }
    expect(errors).toEqual([]);
  },
);
