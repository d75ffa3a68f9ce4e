import type { Page } from 'playwright-core';

/** How long nothing in the page may change for it to be at rest (ms). */
const REST_MS = 400;

/** Resolves when the page has loaded all that it wants, and nothing in it changes any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    (restMs) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, restMs);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, restMs);
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
    REST_MS,
  );
}
