import { expect, test } from 'vitest';
import { labBrowser } from './support/open-lab.js';

const openLab = labBrowser();

test('shows the numbers of a run as soon as it is there', async () => {
  const page = await openLab();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.getByText('p99').first().waitFor();
  expect(await page.title()).toBe('Lockstep lab');
  expect(errors).toEqual([]);
});
