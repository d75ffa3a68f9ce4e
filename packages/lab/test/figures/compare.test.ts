import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

test('a pinned run: values, differences in words, what changed, swap and unpin', async () => {
  const page = await openLab();
  await page.evaluate(() => lab.replace({ batchSize: 2, rate: 1, requests: 3000 }));
  await shown(page);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await page.getByText('the same scenario, so far').waitFor();

  await page.evaluate(() => lab.change({ batchSize: 8, wait: 'window:2s' }));
  await shown(page);
  const line = page.locator('.pinned-line');
  expect((await line.locator('p').textContent())!.replace(/\s+/g, ' ')).toContain(
    'Batch size 2 became → 8 Wait rule oldest:50ms became → window:2s',
  );
  const tile = page.locator('.figure-tile', { hasText: 'Mean latency' });
  const pinned = await page.evaluate(() => lab.pinned.value!.point.e2eLatencyMs.mean!);
  expect(await tile.innerText()).toContain(
    `pinned ${(pinned / 1000).toLocaleString('en-US', { maximumSignificantDigits: 3 })} s`,
  );
  expect(await tile.innerText()).toMatch(/▲ \+\d+ %\s+worse/);

  await page.getByRole('button', { name: 'Swap' }).click();
  await shown(page);
  expect(
    await page.evaluate(() => [lab.run.value!.point.batchSize, lab.pinned.value!.point.batchSize]),
  ).toEqual([2, 8]);
  expect(await tile.innerText()).toMatch(/▼ −\d+ %\s+better/);

  await page.getByRole('button', { name: 'Unpin' }).first().click();
  expect(await line.count()).toBe(0);
  expect(await page.evaluate(() => lab.pinned.value)).toBeNull();
  await page.close();
});

test('runs with other requests are not compared, and the page names what differs', async () => {
  const page = await openLab();
  await shown(page);
  await page.evaluate(() => lab.pin());
  await page.waitForFunction(() => lab.pinnedSweep.value !== null);
  await page.getByRole('button', { name: 'The study' }).click();
  await shown(page);
  const line = page.locator('.pinned-line');
  await line.getByText('Not compared with the pinned run').waitFor();
  expect((await line.textContent())!.replace(/\s+/g, ' ')).toContain(
    'The two runs have different requests (arrivals, requests), so a difference between their figures says nothing',
  );
  const tiles = await page.locator('.figure-tile .comparison').allInnerTexts();
  expect(tiles.length).toBeGreaterThan(10);
  for (const tile of tiles) {
    expect(tile).toMatch(/^pinned .*\s+–\s+other requests$/);
  }
  await page.waitForFunction(() => lab.sweepProgress.value === null && lab.sweep.value !== null);
  expect(await page.evaluate(() => lab.pinnedSweep.value)).toBeNull();
  expect(await page.locator('.overlay-ghost').count()).toBe(0);
  await page.getByText('The pinned run is not drawn: it has other requests (arrivals, requests).').waitFor();

  await page.evaluate(() => {
    lab.pin();
    lab.change({ batchSize: 8 });
  });
  await shown(page);
  await line.getByText('Compared with the pinned run', { exact: true }).waitFor();
  const completed = page.locator('.figure-tile', { hasText: 'Requests that got their answer' });
  expect(await completed.innerText()).toContain('= no difference');
  await page.waitForFunction(() => lab.pinnedSweep.value !== null);
  await page.close();
});

test('attainment is compared under the same targets only', async () => {
  const page = await openLab({ hash: '#slo=e2e=4s&requests=500' });
  await shown(page);
  await page.evaluate(() => {
    lab.pin();
    lab.change({ slo: 'e2e=9s' });
  });
  await shown(page);
  const attained = page.locator('.figure-tile', { hasText: 'SLO attainment' });
  expect(await attained.innerText()).toMatch(/–\s+other targets$/);
  expect(await page.locator('.figure-tile', { hasText: 'p99 latency' }).innerText()).toContain(
    'no difference',
  );
  await page.close();
});

test('unstable runs are not called better or worse', async () => {
  const page = await openLab();
  await shown(page);
  await page.evaluate(() => {
    lab.pin();
    lab.change({ batchSize: 1 });
  });
  await shown(page);
  await page.getByText('Unstable: offered load').waitFor();
  const p99 = page.locator('.figure-tile', { hasText: 'p99 latency' });
  expect(await p99.innerText()).toContain('unstable');
  expect(await p99.innerText()).not.toMatch(/better|worse/);
  await page.close();
});

test('figures explain themselves on hover and focus, and Escape hides it', async () => {
  const page = await openLab();
  await shown(page);
  const word = page.getByRole('button', { name: 'Utilization' });
  const tip = page.getByRole('tooltip').filter({ hasText: 'the engine was busy' }).first();
  await word.focus();
  await tip.waitFor();
  const box = (await tip.boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(1280);
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await word.hover();
  await tip.waitFor();
  await page.close();
});
