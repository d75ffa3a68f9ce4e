import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

async function openPlaying(hash = '#requests=60', reducedMotion = false) {
  const page = await openLab({ hash, reducedMotion });
  await shown(page);
  // Stands still but for runFor.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  const play = page.getByRole('group', { name: 'Play' });
  /** How far time has run, as a share of the run; null where all is shown. */
  const playhead = async () => {
    const line = page.locator('.timeline-brush-playhead');
    if ((await line.count()) === 0) return null;
    return line.evaluate((element) => {
      const { width } = element.parentElement!.getBoundingClientRect();
      return Number.parseFloat((element as HTMLElement).style.left) / width;
    });
  };
  return { page, play, playhead };
}

test('time runs through the run at the chosen speed, and all of it is shown at the end', async () => {
  const { page, play, playhead } = await openPlaying();
  expect(await playhead()).toBeNull();
  await play.getByRole('combobox', { name: 'Speed of time' }).selectOption('whole run in 20 s');
  await play.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(5000);
  expect(await playhead()).toBeCloseTo(0.25, 1);
  await page.clock.runFor(10_000);
  expect(await playhead()).toBeCloseTo(0.75, 1);
  await page.clock.runFor(6000);
  expect(await playhead()).toBeNull();
  await play.getByRole('button', { name: 'Play' }).waitFor();
});

test('any input pauses at once; playing goes on from there; all can be shown again', async () => {
  const { page, play, playhead } = await openPlaying();
  await play.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(3000);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 1);
  await page.clock.runFor(100);
  const paused = (await playhead())!;
  expect(paused).toBeGreaterThan(0.2);
  await page.clock.runFor(3000);
  expect(await playhead()).toBe(paused);
  await play.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(2000);
  expect((await playhead())!).toBeGreaterThan(paused + 0.1);
  await play.getByRole('button', { name: 'Show all' }).click();
  await page.clock.runFor(100);
  expect(await playhead()).toBeNull();
});

test('the stretch follows the playhead through a long run', async () => {
  const { page, play } = await openPlaying('#requests=2000');
  await play.getByRole('combobox', { name: 'Speed of time' }).selectOption('100×');
  await play.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(2000);
  const { from, to } = (await page.evaluate(() => lab.view.stretch.value))!;
  expect(from).toBeGreaterThan(100_000);
  expect(from + 0.85 * (to - from)).toBeCloseTo(200_000, -4);
});

test('space plays and pauses on the timeline', async () => {
  const { page, play } = await openPlaying();
  const plot = page.getByRole('application', { name: 'Timeline of requests' });
  await plot.press(' ');
  await page.clock.runFor(500);
  await play.getByRole('button', { name: 'Pause' }).waitFor();
  await plot.press(' ');
  await page.clock.runFor(500);
  await play.getByRole('button', { name: 'Play' }).waitFor();
});

test('who wants less motion sees nothing play unasked, and time go in steps when asked for', async () => {
  const { page, play, playhead } = await openPlaying('#requests=60', true);
  await page.clock.runFor(2000);
  expect(await playhead()).toBeNull();
  await play.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(1100);
  const first = await playhead();
  await page.clock.runFor(200);
  expect(await playhead()).toBe(first);
  await page.clock.runFor(500);
  expect((await playhead())!).toBeGreaterThan(first!);
});
