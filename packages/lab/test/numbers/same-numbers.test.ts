import { expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';
import { commanded } from './commanded.js';
import { differences } from './differences.js';
import { shownCommand, shownRows, shownDocument } from './shown.js';

const openLab = labBrowser();

/** Addresses of the lab: every wait rule, release, cost model and arrival process, traces, what can go wrong. */
const ADDRESSES = [
  '',
  'batch-size=4&wait=gap:100ms&arrivals=constant:2&requests=200&slo=e2e=2s,ttft=1.5s',
  'batch-size=16&wait=window:80ms&release=token&arrivals=gamma:12:cv=2&cost=affine:prefill=50ms,step=20ms&output-tokens=lognormal:40:cv=1&slo=tpot=30ms&requests=3000',
  'batch-size=8&wait=full&release=request&arrivals=poisson:6&prompt-tokens=uniform:50-900&output-tokens=geometric:60&cost=kernels:llama-3-8b@a100&requests=2000&warmup=100',
  'batch-size=32&wait=none&arrivals=mmpp:2/20:0.2/0.5&cost=roofline:llama-3-8b@h100&prompt-tokens=512&output-tokens=exponential:120:cap=400&requests=3000&seed=7',
  'batch-size=6&wait=atleast:3&arrivals=closed:12:think=400ms:exponential&cost=exponential:1s&requests=2000',
  'batch-size=16&wait=oldest:200ms&arrivals=all-at-once&cost=table:llama-2-70b@a100x4&prompt-tokens=uniform:100-1000&output-tokens=uniform:10-200&requests=300',
  'batch-size=4&wait=oldest:50ms&arrivals=poisson:9&request-timeout=6s&max-queue-size=30&release=request&requests=4000',
  'batch-size=2&arrivals=poisson:30&requests=2000',
  'batch-size=inf&wait=window:500ms&arrivals=poisson:4&requests=1000',
  'batch-size=8&trace=azure-conv&cost=kernels:llama-3-8b@a100&rate=0.5&slo=e2e=30s&slo-attainment=0.95',
];

test.each(ADDRESSES)('the page and its command line agree: #%s', async (address) => {
  const page = await openLab({ hash: `#${address}` });
  await shown(page);
  expect(await page.evaluate(() => lab.problem.value)).toBeNull();
  const { document, rows } = await commanded(await shownCommand(page));
  expect(rows.length).toBeGreaterThanOrEqual(200);
  expect(differences(await shownDocument(page), document)).toEqual([]);
  expect(differences(await shownRows(page), rows)).toEqual([]);
});

test('two numbers that differ are found', () => {
  expect(differences({ a: [1, { b: 2 }], c: null }, { a: [1, { b: 2 + 1e-8 }], c: 0 })).toEqual([
    'a.1.b: 2 in the page, 2.00000001 on the command line',
    'c: null in the page, 0 on the command line',
  ]);
});
