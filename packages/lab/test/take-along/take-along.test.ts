import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { expectSameNumbers } from './same-numbers.js';

const openLab = labBrowser();

const BIN = fileURLToPath(new URL('../../../lockstep-cli/bin/lockstep.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lockstep-take-along-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Nothing of log or exp, in which browsers and Node differ in the last bit. */
const COST = 'affine:prefill=50ms,step=20ms,step-row=0.5ms';
const EXACT = `#batch-size=5&wait=gap:100ms&cost=${COST}&arrivals=constant&rate=3.1&requests=300`;

test(
  'files are byte for byte what the command line that is offered writes',
  { timeout: 120_000 },
  async () => {
    const page = await openLab({ hash: EXACT });
    await sweepIsThere(page);
    const command = await quoted(page, 'This run on the command line');
    expect(command).toBe(
      `lockstep simulate --batch-size 5 --wait gap:100ms --cost ${COST} --arrivals constant --rate 3.1 --requests 300`,
    );

    const csv = await saved(page, 'Save: Requests, CSV');
    expect(csv.name).toBe('lockstep-batch5-gap100ms-requests.csv');
    expect(csv.text).toBe(written(command, '--requests-out', 'requests.csv'));
    const lines = await saved(page, 'Save: Requests, JSON Lines');
    expect(lines.text).toBe(written(command, '--requests-out', 'requests.jsonl'));
    const trace = await saved(page, 'Save: Trace for Perfetto');
    expect(trace.name).toBe('lockstep-batch5-gap100ms-trace.json');
    expect(trace.text).toBe(written(command, '--trace-out', 'trace.json'));
    const numbers = await saved(page, 'Save: Numbers, JSON');
    expect(numbers.text).toBe(lockstep(command, '--json'));

    const sweep = await saved(page, 'Save the sweep as JSON');
    expect(sweep.name).toBe('lockstep-sweep-gap100ms.json');
    expect(sweep.text).toBe(lockstep(await quoted(page, 'The sweep behind the curves'), '--json'));

    const scenario = await saved(page, 'Save the scenario file');
    expect(scenario.text).toBe(lockstep(command, '--print-scenario'));
  },
);

test('where log and exp are in it, the numbers are the same to 1e-9', async () => {
  const page = await openLab({
    hash: '#requests=500&cost=kernels:llama-3-8b@a100&rate=0.5&prompt-tokens=200&output-tokens=lognormal:200:cv=1',
  });
  await sweepIsThere(page);
  const { text } = await saved(page, 'Save: Numbers, JSON');
  const command = await quoted(page, 'This run on the command line');
  expectSameNumbers(JSON.parse(text), JSON.parse(lockstep(command, '--json')));
});

test('commands and the link are copied, and it is said', async () => {
  const page = await openLab({ hash: EXACT });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await sweepIsThere(page);
  for (const [what, title] of [
    ['the command of this run', 'This run on the command line'],
    ['the command of the sweep', 'The sweep behind the curves'],
    ['the link', 'Link to what is shown'],
  ] as const) {
    await page.getByRole('button', { name: `Copy ${what}`, exact: true }).click();
    await page.getByRole('status').getByText(`Copied ${what}.`).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await quoted(page, title));
  }
  expect(await quoted(page, 'Link to what is shown')).toContain(EXACT);
});

test('without a clipboard the old way copies', async () => {
  const page = await openLab({ hash: EXACT });
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    addEventListener('copy', () => (document.title = getSelection()!.toString()));
  });
  await page.getByRole('button', { name: 'Copy the command of this run' }).click();
  await page.getByRole('status').getByText('Copied the command of this run.').waitFor();
  expect(await page.title()).toContain('lockstep simulate');
});

test('every chart is saved as a picture', { timeout: 120_000 }, async () => {
  const page = await openLab({ hash: '#requests=300', theme: 'dark' });
  await sweepIsThere(page);
  const names = await page
    .locator('.take-pictures .button')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')!));
  expect(names).toHaveLength(19);
  for (const name of names) {
    const { bytes, text, name: file } = await saved(page, name);
    if (file.endsWith('.svg')) {
      expect(text).toMatch(/^<svg /);
      expect(text).toContain('Inter');
      expect(text).not.toMatch(/NaN|undefined|var\(/);
    } else expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  }
});

async function sweepIsThere(page: Page): Promise<void> {
  await page.waitForFunction(
    () => !document.querySelector<HTMLButtonElement>('[aria-label="Save the sweep as JSON"]')!.disabled,
  );
}

async function quoted(page: Page, title: string): Promise<string> {
  return (await page.getByLabel(title, { exact: true }).textContent())!;
}

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  const bytes = readFileSync(await download.path());
  return { name: download.suggestedFilename(), bytes, text: bytes.toString() };
}

/** Runs the very command that the page offers; it has no word that a shell would have to take apart. */
function lockstep(command: string, ...more: string[]): string {
  const [program, ...words] = command.split(' ');
  expect(program).toBe('lockstep');
  return execFileSync(process.execPath, [BIN, ...words, ...more], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function written(command: string, flag: string, file: string): string {
  const path = join(folder, file);
  lockstep(command, flag, path);
  return readFileSync(path, 'utf8');
}
