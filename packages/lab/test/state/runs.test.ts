import { describe, expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

describe('while one drags', () => {
  test('the last value is the one that is shown', async () => {
    const page = await openLab();
    await shown(page);
    await page.evaluate(() => {
      for (let batchSize = 1; batchSize <= 40; batchSize++) lab.change({ batchSize });
    });
    await shown(page);
    expect(await page.evaluate(() => lab.run.value!.point.batchSize)).toBe(40);
  });
});
