import type { Page } from 'playwright-core';
import type { Problem } from '../../src/state/problem.js';

declare global {
  /** In the page: what was wrong before the file came. */
  var problemBefore: Problem | null;
}

/** Drops a file onto the page as a visitor does, and waits until it was taken or refused. */
export async function drop(page: Page, name: string, content: string | Buffer): Promise<void> {
  const base64 = Buffer.from(content).toString('base64');
  await page.evaluate(
    ([fileName, encoded]) => {
      const bytes = Uint8Array.from(atob(encoded!), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], fileName!));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
      lab.notice.value = null;
      globalThis.problemBefore = lab.problem.value;
    },
    [name, base64],
  );
  await page.waitForFunction(() => lab.notice.value !== null || lab.problem.value !== problemBefore);
}
