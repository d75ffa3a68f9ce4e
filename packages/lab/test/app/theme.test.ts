import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import type { Page } from 'playwright-core';

const openLab = labBrowser();

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(15, 23, 42)';

test('follows the system until one chooses, and remembers the choice', async () => {
  const page = await openLab({ theme: 'dark' });
  expect(await background(page)).toBe(DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await background(page)).toBe(LIGHT);
  await page.getByRole('radio', { name: 'Dark colors' }).check();
  expect(await background(page)).toBe(DARK);
  await page.reload();
  expect(await background(page)).toBe(DARK);
  expect(await page.getByRole('radio', { name: 'Dark colors' }).isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'Colors of the system' }).check();
  expect(await background(page)).toBe(LIGHT);
  await page.close();
});

test('by keyboard: one stop, arrow keys choose', async () => {
  const page = await openLab();
  await page.getByRole('radio', { name: 'Colors of the system' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await background(page)).toBe(DARK);
  await page.close();
});
