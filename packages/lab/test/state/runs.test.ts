import { describe, expect, test } from 'vitest';
import { drop } from '../support/drop.js';
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

test('a huge run tells how far it is, can be given up, and makes way for the next at once', async () => {
  const page = await openLab();
  await shown(page);
  await page.evaluate(() => lab.change({ requests: 3_000_000 }));
  await page.waitForFunction(() => lab.progress.value !== null && lab.progress.value > 0);
  await page.evaluate(() => lab.cancelRun());
  expect(
    await page.evaluate(() => [
      lab.progress.value,
      lab.run.value!.point.requests.submitted,
      lab.problem.value!.message,
    ]),
  ).toEqual([null, 10_000, 'The run was given up; what is shown is the one before it.']);
  await page.evaluate(() => {
    lab.change({ requests: 3_000_000 });
    lab.change({ requests: 1000 });
  });
  await shown(page);
  expect(await page.evaluate(() => lab.problem.value)).toBeNull();
});

test('an unexpected error reaches the page', async () => {
  const page = await openLab();
  await shown(page);
  await page.evaluate(
    () =>
      void setTimeout(() => {
        throw new TypeError('x is not y');
      }),
  );
  await page.waitForFunction(() => lab.problem.value !== null);
  expect(await page.evaluate(() => lab.problem.value)).toEqual({
    key: null,
    message: 'a fault of the lab: TypeError: x is not y',
    fault: true,
  });
});

test('a batch that does not fit into the GPU says so beside the batch size, and the run before stays', async () => {
  const page = await openLab({ hash: '#cost=roofline:llama-3-8b@l4&prompt-tokens=4000' });
  await shown(page);
  const field = page.getByRole('textbox', { name: 'Batch size' });
  await field.fill('128');
  await page.locator('.batch-size').getByText('The largest batch that fits is 10.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.evaluate(() => lab.run.value!.point.batchSize)).toBe(8);
  await field.fill('4');
  await shown(page);
  expect(await page.evaluate(() => lab.problem.value)).toBeNull();
});

test('a worker that did not start is said, and the next wish gets another one', async () => {
  const page = await openLab();
  await page.route(/worker/, (route) => route.abort());
  await page.reload();
  await page.getByText('There is no run yet.').waitFor();
  expect(await page.evaluate(() => lab.problem.value!.fault)).toBe(true);
  await page.unroute(/worker/);
  await page.evaluate(() => lab.change({ batchSize: 5 }));
  await shown(page);
  expect(await page.evaluate(() => lab.problem.value)).toBeNull();
});

describe('the address', () => {
  test('follows what is shown, and a pinned run comes back with it', async () => {
    const page = await openLab({ hash: '#batch-size=16&pinned.batch-size=4' });
    await page.waitForFunction(() => lab.pinned.value !== null && Boolean(lab.pinnedSweep.value?.all));
    expect(await page.evaluate(() => lab.pinned.value!.point.batchSize)).toBe(4);
    await page.evaluate(() => lab.change({ wait: 'none' }));
    await page.waitForFunction(() => location.hash === '#batch-size=16&wait=none&pinned.batch-size=4');
    await page.evaluate(() => (location.hash = '#batch-size=2'));
    await page.waitForFunction(() => lab.run.value!.point.batchSize === 2 && lab.pinned.value === null);
    await page.goBack();
    await page.waitForFunction(() => lab.run.value!.point.wait === 'none' && lab.pinned.value !== null);
  });

  test('keeps a pinned run whose file is missing, until the file is dropped', async () => {
    const trace = 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n';
    const page = await openLab({ hash: '#batch-size=2&pinned.trace=own.csv' });
    await page.waitForFunction(() => lab.problem.value !== null);
    expect(await page.evaluate(() => lab.problem.value!.message)).toContain('drop own.csv onto it');
    await page.evaluate(() => lab.change({ batchSize: 3 }));
    await page.waitForFunction(() => location.hash === '#batch-size=3&pinned.trace=own.csv');
    await drop(page, 'own.csv', trace);
    await page.waitForFunction(() => lab.pinned.value?.point.requests.submitted === 1);
    expect(await page.evaluate(() => lab.scenario.value.trace)).toBeUndefined();
  });

  test('that follows at once decides what is pinned, however long the one before takes', async () => {
    const page = await openLab({ hash: '#pinned.requests=300000' });
    await shown(page);
    await page.evaluate(() => (location.hash = '#pinned.requests=50'));
    await page.waitForFunction(() => lab.pinned.value !== null);
    expect(await page.evaluate(() => lab.pinned.value!.point.requests.submitted)).toBe(50);
    await page.evaluate(() => {
      location.hash = '#pinned.requests=200000';
      setTimeout(() => (location.hash = '#pinned.requests=60'));
    });
    await page.waitForFunction(() => lab.pinned.value?.scenario?.requests !== 50);
    expect(await page.evaluate(() => lab.pinned.value!.point.requests.submitted)).toBe(60);
  });

  test('that is broken is named and left out', async () => {
    const page = await openLab({ hash: '#batch-size=6&wait=sometimes&colour=red' });
    await shown(page);
    expect(await page.evaluate(() => lab.run.value!.point.batchSize)).toBe(6);
    const message = await page.evaluate(() => lab.problem.value!.message);
    expect(message).toContain('--wait: expected a wait rule');
    expect(message).toContain('unknown option colour');
  });
});
