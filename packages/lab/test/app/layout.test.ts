import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

test.each([360, 600, 820, 1100, 1440, 2000])('at %d px nothing overflows', async (width) => {
  const page = await openLab({ width });
  await shown(page);
  await page.evaluate(() => lab.pin());
  await page
    .locator('.controls details')
    .evaluateAll((all) => all.forEach((each) => ((each as HTMLDetailsElement).open = true)));
  for (const scenario of [
    { batchSize: 1, requests: 2000 },
    { cost: 'roofline:llama-3-8b@h100', slo: 'e2e=2s', requests: 300 },
  ]) {
    await page.evaluate((written) => lab.replace(written), scenario);
    await shown(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
  await page.close();
});

test('nothing moves while one drags', async () => {
  const page = await openLab({ width: 1280 });
  await shown(page);
  const places = () =>
    page.locator('.figure-tile, .control-group, .figures-more').evaluateAll((all) =>
      all.map((each) => {
        const { top, left, width } = each.getBoundingClientRect();
        return [top, left, width].map(Math.round).join(' ');
      }),
    );
  const before = await places();
  for (const batchSize of [1, 2, 16, 128]) {
    await page.evaluate((size) => lab.change({ batchSize: size }), batchSize);
    await shown(page);
    expect(await places()).toEqual(before);
  }
  await page.close();
});

test('batch size and main figures stay in sight, wide and narrow', async () => {
  for (const width of [360, 1280]) {
    const page = await openLab({ width });
    await shown(page);
    await page
      .locator('.lab-shown')
      .evaluate((element) =>
        (element.lastElementChild as HTMLElement).style.setProperty('padding-bottom', '3000px'),
      );
    await page.evaluate(() => scrollTo(0, 1500));
    const top = (selector: string) =>
      page.locator(selector).evaluate((each) => each.getBoundingClientRect().top);
    expect(await top('.batch-size')).toBeGreaterThanOrEqual(0);
    expect(await top('.batch-size')).toBeLessThan(20);
    expect(await top('.figures-strip')).toBeGreaterThanOrEqual(0);
    expect(await top('.figures-strip')).toBeLessThan(120);
    await page.close();
  }
});

test('on a narrow screen Tab goes the way the eye goes', async () => {
  const page = await openLab({ width: 360, height: 740 });
  await shown(page);
  const tops = await page.evaluate(() =>
    [
      '.batch-size-field',
      '.figures-strip .explained-word',
      '.controls-all summary',
      '.figures-more .explained-word',
    ]
      .map((selector) => document.querySelector<HTMLElement>(selector)!)
      .toSorted((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
      .map((element) => element.getBoundingClientRect().top),
  );
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});
