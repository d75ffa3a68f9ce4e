import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SCENES } from '../../src/tour/scenes/index.js';
import { labBrowser } from '../support/open-lab.js';

const openLab = labBrowser();

const OWN = '#batch-size=3&requests=321&rows=slot';

test('by keyboard from the first scene to the last, and back to one’s own scenario', async () => {
  const page = await openLab({ hash: OWN });
  await page.getByRole('button', { name: 'Tour' }).focus();
  await page.keyboard.press('Enter');
  for (const [index, { name }] of SCENES.entries()) {
    await sceneIsOpen(page, name);
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe(name);
    await page.waitForFunction((scene) => location.hash.endsWith(`scene=${scene}`), index + 1);
    if (index < SCENES.length - 1) await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('2');
  await sceneIsOpen(page, SCENES[1]!.name);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: SCENES[1]!.name }).waitFor({ state: 'detached' });
  await page.waitForFunction((own) => location.hash === own, OWN);
});

test('each scene tells the story of the request that the timeline shows', async () => {
  const page = await openLab({ hash: '#scene=1' });
  for (const [index, { name }] of SCENES.entries()) {
    await page.getByRole('button', { name: `${index + 1}, ${name}` }).click();
    await sceneIsOpen(page, name);
    const story = page.locator('.tour-findings dd').last();
    await story.getByText(/^Request \d+ /).waitFor();
    await page.waitForFunction(() => {
      const [, told] = /^Request (\d+) /.exec(
        [...document.querySelectorAll('.tour-findings dd')].at(-1)!.textContent!,
      )!;
      return location.hash.includes(`request=${told}&`);
    });
  }
});

test('moving the control says what it did and what it cost; “Start again” takes it back', async () => {
  const page = await openLab({ hash: '#scene=1' });
  const slider = page.locator('.tour').getByRole('slider', { name: 'Batch size', exact: true });
  const verdict = page.locator('.tour-verdict');
  await verdict.getByText('Let more requests share a batch').waitFor();
  await slider.focus();
  await page.keyboard.press('Home');
  await verdict.getByText(/Mean time blocked rose from .* worse; in return decode waste fell/).waitFor();
  await page.waitForFunction(() => /(^#|&)batch-size=1(&|$)/.test(location.hash));
  await page.getByRole('button', { name: 'Start again' }).click();
  await verdict.getByText('Let more requests share a batch').waitFor();
});

test('a reload in the middle keeps the scene, what was tried, and the way back', async () => {
  const page = await openLab({ hash: OWN });
  await page.getByRole('button', { name: 'Tour' }).click();
  await sceneIsOpen(page, SCENES[0]!.name);
  await page.locator('.tour').getByRole('slider', { name: 'Batch size', exact: true }).press('Home');
  await page.waitForFunction(() => /batch-size=1&.*scene=1$/.test(location.hash));
  await page.reload();
  await sceneIsOpen(page, SCENES[0]!.name);
  await page
    .locator('.tour-verdict')
    .getByText(/Mean time blocked rose/)
    .waitFor();
  await page.getByRole('button', { name: 'Leave the tour' }).click();
  await page.waitForFunction((own) => location.hash === own, OWN);
});

async function sceneIsOpen(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name, exact: true }).waitFor();
}
