import type { Page } from 'playwright-core';
import type { Lab } from '../../src/state/lab.js';

declare global {
  /** The page offers its lab to the console. */
  var lab: Lab;
}

/** Waits until the page shows the run of what is asked for. */
export async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => lab.run.value?.scenario === lab.scenario.value);
}
