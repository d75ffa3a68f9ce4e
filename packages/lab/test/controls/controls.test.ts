import { GPUS, KERNEL_FITS, MODELS, TABLE_PRESETS } from 'lockstep/cost';
import type { WrittenScenario } from 'lockstep/scenario';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();

const scenarioOf = (page: Page) => page.evaluate(() => lab.scenario.value);
const problemOf = (page: Page) => page.evaluate(() => lab.problem.value);
const group = (page: Page, option: keyof WrittenScenario): Locator =>
  page.locator(`.controls [data-option="${option}"]`);

async function openWith(scenario: WrittenScenario): Promise<Page> {
  const page = await openLab({ width: 1400 });
  await page.evaluate((written) => lab.replace(written), { requests: 200, ...scenario });
  await page.locator('.controls-part > summary').last().click();
  return page;
}

describe('batch size', () => {
  test('the slider reaches every size up to 16 by arrow keys, and the ends by Home and End', async () => {
    const page = await openWith({ batchSize: 8 });
    const slider = page.getByRole('slider', { name: 'Batch size', exact: true });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    expect((await scenarioOf(page)).batchSize).toBe(9);
    await page.keyboard.press('Home');
    expect((await scenarioOf(page)).batchSize).toBe(1);
    await page.keyboard.press('End');
    expect((await scenarioOf(page)).batchSize).toBe(128);
    expect(await slider.getAttribute('aria-valuetext')).toBe('128 requests');
    await page.close();
  });

  test('the field takes larger sizes and none at all', async () => {
    const page = await openWith({});
    const field = page.getByRole('textbox', { name: 'Batch size', exact: true });
    await field.fill('1000');
    expect((await scenarioOf(page)).batchSize).toBe(1000);
    await field.fill('inf');
    expect((await scenarioOf(page)).batchSize).toBe('inf');
    expect(
      await page.getByRole('slider', { name: 'Batch size', exact: true }).getAttribute('aria-valuetext'),
    ).toBe('no limit');
    await page.close();
  });

  test('a wrong value stays, says what was expected, and loses nothing', async () => {
    const page = await openWith({ batchSize: 4, wait: 'none' });
    const field = page.getByRole('textbox', { name: 'Batch size', exact: true });
    await field.fill('4.5');
    const alert = page.getByRole('alert').filter({ hasText: 'expected' });
    expect(await alert.innerText()).toBe('expected a whole number ≥ 1 or inf, got "4.5"');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('radio', { name: 'Full' }).focus();
    await page.getByRole('radio', { name: 'Gap' }).check();
    expect(await field.inputValue()).toBe('4.5');
    expect(await alert.count()).toBe(1);
    expect(await scenarioOf(page)).toMatchObject({ batchSize: 4, wait: 'gap:50ms' });
    await field.fill('5');
    expect((await scenarioOf(page)).batchSize).toBe(5);
    expect(await alert.count()).toBe(0);
    await page.close();
  });
});

describe('wait rule', () => {
  test('each is chosen by its name; a time is kept from one to the next', async () => {
    const page = await openWith({});
    await group(page, 'wait').getByRole('textbox', { name: 'Time' }).fill('120ms');
    for (const [name, wait] of [
      ['Window', 'window:120ms'],
      ['None', 'none'],
      ['Gap', 'gap:120ms'],
      ['At least', 'atleast:4'],
      ['Full', 'full'],
      ['Oldest', 'oldest:120ms'],
    ] as const) {
      await page.getByRole('radio', { name, exact: true }).check();
      expect((await scenarioOf(page)).wait).toBe(wait);
    }
    await page.close();
  });

  test('its slider goes from no time to two seconds', async () => {
    const page = await openWith({ wait: 'oldest:50ms' });
    const slider = group(page, 'wait').getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    expect((await scenarioOf(page)).wait).toBe('oldest:2s');
    await page.keyboard.press('Home');
    expect((await scenarioOf(page)).wait).toBe('oldest:0ms');
    await page.close();
  });

  test('a time without a unit is refused in the words of the command line', async () => {
    const page = await openWith({});
    const field = group(page, 'wait').getByRole('textbox');
    await field.fill('80');
    expect(await group(page, 'wait').getByRole('alert').innerText()).toBe(
      'oldest: expected a duration such as 100ms, 1.5s, 10m or 1h, got "80"; did you mean "80ms" or "80s"?',
    );
    expect(await field.inputValue()).toBe('80');
    await page.close();
  });
});

test('release', async () => {
  const page = await openWith({});
  for (const name of ['Token', 'Request', 'Batch']) {
    await group(page, 'release').getByRole('radio', { name }).check();
    expect((await scenarioOf(page)).release).toBe(name.toLowerCase());
  }
  await page.close();
});

describe('arrivals', () => {
  test('each process, with its fields; the rate comes back after a closed loop', async () => {
    const page = await openWith({ rate: 2 });
    const arrivals = group(page, 'arrivals');
    for (const [process, text, rate] of [
      ['constant', 'constant', 2],
      ['gamma', 'gamma:cv=2', 2],
      ['closed', 'closed:8:think=500ms', undefined],
      ['all-at-once', 'all-at-once', undefined],
      ['poisson', 'poisson', 2],
      ['mmpp', 'mmpp:6/1:0.05/0.05', 2],
    ] as const) {
      await arrivals.getByRole('combobox').selectOption(process);
      const scenario = await scenarioOf(page);
      expect([scenario.arrivals, scenario.rate]).toEqual([text, rate]);
      expect(await problemOf(page)).toBeNull();
    }
    await page.close();
  });

  test('their fields', async () => {
    const page = await openWith({ arrivals: 'closed:8', wait: 'none' });
    const arrivals = group(page, 'arrivals');
    await arrivals.getByRole('textbox', { name: 'Users' }).fill('12');
    await arrivals.getByRole('textbox', { name: 'Think time' }).fill('2s');
    await arrivals.getByRole('checkbox').check();
    expect((await scenarioOf(page)).arrivals).toBe('closed:12:think=2s:exponential');
    await page.close();
  });

  test('the rate of arrivals that name theirs can be changed all the same', async () => {
    const page = await openWith({ arrivals: 'gamma:3:cv=2' });
    const rate = group(page, 'rate').getByRole('textbox');
    expect(await rate.inputValue()).toBe('3');
    await rate.fill('4.25');
    expect(await scenarioOf(page)).toMatchObject({ arrivals: 'gamma:cv=2', rate: 4.25 });
    await page.close();
  });
});

test('lengths in all shapes, and as text', async () => {
  const page = await openWith({});
  const lengths = group(page, 'outputTokens');
  for (const [shape, text] of [
    ['fixed', '128'],
    ['uniform', 'uniform:10-29'],
    ['lognormal', 'lognormal:128:cv=1'],
    ['geometric', 'geometric:128'],
    ['exponential', 'exponential:128:cap=512'],
  ] as const) {
    await lengths.getByRole('combobox').selectOption(shape);
    expect((await scenarioOf(page)).outputTokens).toBe(text);
  }
  await lengths.getByRole('combobox').selectOption('text');
  const field = lengths.getByRole('textbox');
  expect(await field.inputValue()).toBe('exponential:128:cap=512');
  await field.fill('uniform:5-6');
  expect((await scenarioOf(page)).outputTokens).toBe('uniform:5-6');
  expect(await lengths.getByRole('combobox').inputValue()).toBe('text');
  await field.fill('uniform:6');
  expect(await lengths.getByRole('alert').innerText()).toContain('expected shortest-longest');
  expect((await scenarioOf(page)).outputTokens).toBe('uniform:5-6');
  await page.close();
});

describe('cost model', () => {
  test('every preset can be chosen, and runs', async () => {
    const page = await openWith({ promptTokens: '200', outputTokens: '50', batchSize: 4, requests: 20 });
    const cost = group(page, 'cost');
    const runs = async () => {
      await shown(page);
      expect(await problemOf(page)).toBeNull();
    };
    for (const shape of ['kernels', 'table', 'roofline', 'affine', 'exponential', 'mock']) {
      await cost.getByRole('combobox', { name: 'Cost model' }).selectOption(shape);
      expect((await scenarioOf(page)).cost.split(':')[0]).toBe(shape);
      await runs();
    }
    const presets = [
      ['kernels', 'Model and GPU', Object.keys(KERNEL_FITS)],
      ['table', 'Model and GPUs', Object.keys(TABLE_PRESETS)],
      ['roofline', 'Model', Object.keys(MODELS)],
      ['roofline', 'GPU', Object.keys(GPUS)],
    ] as const;
    for (const [shape, field, names] of presets) {
      await cost.getByRole('combobox', { name: 'Cost model' }).selectOption(shape);
      for (const name of names) {
        await cost.getByRole('combobox', { name: field, exact: true }).selectOption(name);
        expect((await scenarioOf(page)).cost).toContain(name);
        await runs();
      }
    }
    await page.close();
  });

  test('a real machine offers lengths that fit it', async () => {
    const page = await openWith({ cost: 'kernels:llama-3-8b@a100' });
    await page.getByRole('button', { name: 'Take lengths and rate of a chat' }).click();
    expect(await scenarioOf(page)).toMatchObject({ promptTokens: 'lognormal:1150:cv=1', rate: 0.5 });
    expect(await page.getByRole('button', { name: 'Take lengths' }).count()).toBe(0);
    await page.close();
  });
});

test('requests, seed, targets and limits', async () => {
  const page = await openWith({});
  await group(page, 'requests').getByRole('textbox').fill('500');
  await group(page, 'seed').getByRole('textbox').fill('7');
  await group(page, 'slo').getByRole('textbox', { name: 'E2E latency' }).fill('2s');
  await group(page, 'slo').getByRole('textbox', { name: 'First token' }).fill('1s');
  await group(page, 'sloAttainment').getByRole('textbox').fill('0.9');
  await group(page, 'requestTimeout').getByRole('textbox').fill('10s');
  await group(page, 'maxQueueSize').getByRole('textbox').fill('50');
  await group(page, 'warmup').getByRole('textbox').fill('20');
  expect(await scenarioOf(page)).toMatchObject({
    requests: 500,
    seed: 7,
    slo: 'e2e=2s,ttft=1s',
    sloAttainment: 0.9,
    requestTimeout: '10s',
    maxQueueSize: 50,
    warmup: 20,
  });
  await page.getByText('SLO attainment').waitFor();

  await group(page, 'slo').getByRole('textbox', { name: 'E2E latency' }).fill('');
  await group(page, 'slo').getByRole('textbox', { name: 'First token' }).fill('');
  await group(page, 'requestTimeout').getByRole('textbox').fill('');
  const scenario = await scenarioOf(page);
  expect([scenario.slo, scenario.sloAttainment, scenario.requestTimeout]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);

  await page.getByRole('button', { name: 'New seed' }).click();
  expect((await scenarioOf(page)).seed).not.toBe(7);
  await page.close();
});

test('an option that contradicts another one names it', async () => {
  const page = await openWith({ warmup: 50 });
  await group(page, 'requests').getByRole('textbox').fill('10');
  expect(await group(page, 'requests').getByRole('alert').innerText()).toBe(
    'Warmup: expected fewer than the 10 requests, got 50',
  );
  await page.close();
});

test('a trace with one click, its fields, and back to what was described', async () => {
  const page = await openWith({ arrivals: 'gamma:cv=2', rate: 2, outputTokens: '17' });
  await page.getByRole('radio', { name: 'azure-conv' }).check();
  await shown(page);
  expect(await problemOf(page)).toBeNull();
  await group(page, 'first').getByRole('textbox').fill('300');
  await group(page, 'rate').getByRole('textbox').fill('0.5');
  await group(page, 'from').getByRole('textbox').fill('10m');
  await shown(page);
  expect(await scenarioOf(page)).toMatchObject({ trace: 'azure-conv', first: 300, rate: 0.5, from: '10m' });
  expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(300);
  await group(page, 'scale').getByRole('textbox').fill('2');
  expect(await scenarioOf(page)).toMatchObject({ scale: 2 });
  expect(await group(page, 'rate').getByRole('textbox').inputValue()).toBe('');

  await page.getByRole('radio', { name: 'Described' }).check();
  expect(await problemOf(page)).toBeNull();
  expect(await scenarioOf(page)).toMatchObject({ arrivals: 'gamma:cv=2', rate: 2, outputTokens: '17' });
  await page.close();
});

test('three starting points, each of which runs', async () => {
  const page = await openWith({ requestTimeout: '1s' });
  for (const name of ['The study', 'Chat on one A100', 'Overload']) {
    await page.getByRole('button', { name }).click();
    await shown(page);
    expect(await problemOf(page)).toBeNull();
    expect((await scenarioOf(page)).requestTimeout).toBeUndefined();
  }
  await page.getByText('Unstable: offered load').waitFor();
  await page.close();
});

test('what is wrong with an option whose control is folded is said above the figures', async () => {
  const page = await openLab({ width: 400 });
  await page.evaluate(() => lab.change({ wait: 'often' }));
  const banner = page.locator('.problem-banner');
  await banner.waitFor();
  expect(await banner.innerText()).toMatch(/^Wait rule: expected a wait rule \(atleast:4, /);
  await page.evaluate(() => lab.change({ wait: 'none' }));
  await banner.waitFor({ state: 'hidden' });
  await page.close();
});
