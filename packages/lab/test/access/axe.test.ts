import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { labBrowser, type LabOptions } from '../support/open-lab.js';
import { settled } from '../support/settled.js';

const openLab = labBrowser();
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or critical, one line each. */
async function faults(page: Page): Promise<string[]> {
  // Evaluated by the debugger: the page's own policy lets no strange script in.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run(document)')) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
}

const STATES: Readonly<Record<string, { options?: LabOptions; act?(page: Page): Promise<void> }>> = {
  'as it opens': {},
  'in dark': { options: { theme: 'dark' } },
  'with all of it in sight': { options: { height: 3800 } },
  'with all of it in sight, in dark': { options: { height: 3800, theme: 'dark' } },
  'at 360 px': { options: { width: 360, height: 740 } },
  'at 360 px in dark': { options: { width: 360, height: 740, theme: 'dark' } },
  'with a problem': { options: { hash: '#batch-size=0' } },
  'with a tour that is open': { options: { hash: '#scene=1' } },
  'with a tour that is open, in dark': { options: { hash: '#scene=4', theme: 'dark' } },
  'with a run that is pinned': {
    async act(page) {
      await page.getByRole('button', { name: /^pin/i }).first().click();
      await page
        .getByRole('slider', { name: /batch size/i })
        .first()
        .press('ArrowRight');
    },
  },
  'with an unstable run, in dark': { options: { hash: '#batch-size=1&rate=30', theme: 'dark' } },
};

test.each(Object.entries(STATES))('axe finds nothing serious %s', async (_name, { options, act }) => {
  const page = await openLab({ reducedMotion: true, ...options });
  await settled(page);
  await act?.(page);
  await settled(page);
  expect(await faults(page)).toEqual([]);
});
