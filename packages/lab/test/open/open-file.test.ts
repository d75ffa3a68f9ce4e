import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GIVEN_UNITS, SAMPLES as TRACES } from '../../../lockstep/test/workload/traces/samples.js';
import { drop } from '../support/drop.js';
import { labBrowser } from '../support/open-lab.js';
import { shown } from '../support/the-lab.js';

const openLab = labBrowser();
const lockstep = fileURLToPath(new URL('../../../lockstep-cli/bin/lockstep.js', import.meta.url));

const TRACE = 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,5\n1,20,6\n2,30,7\n4,40,8\n';

const problemOf = (page: Page) => page.evaluate(() => lab.problem.value);
const scenarioOf = (page: Page) => page.evaluate(() => lab.scenario.value);
const noticeOf = (page: Page) => page.evaluate(() => lab.notice.value);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, ...args: string[]): Promise<Buffer> {
  const file = join(folder, name);
  await promisify(execFile)(process.execPath, [lockstep, ...args, file]);
  return readFile(file);
}

describe('a trace', () => {
  test('is replayed under the options that stand, and displaces described arrivals', async () => {
    const page = await openLab({ hash: '#batch-size=3&rate=9' });
    await shown(page);
    await drop(page, 'mine.csv', TRACE);
    await shown(page);
    const scenario = await scenarioOf(page);
    expect(scenario).toMatchObject({ trace: 'mine.csv', batchSize: 3 });
    expect(scenario).not.toHaveProperty('rate');
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(4);
    await page.getByText('The arrivals and lengths of mine.csv are replayed.').waitFor();
  });

  test('is read packed, and in the format that a run writes its requests in', async () => {
    const requests = await written('requests.csv', 'simulate', '--requests', '50', '--requests-out');
    const page = await openLab();
    await drop(page, 'requests.csv.gz', gzipSync(requests));
    await shown(page);
    expect(await problemOf(page)).toBeNull();
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(50);
  });

  test('that is wrong is refused in the words of the command line, and changes nothing', async () => {
    const page = await openLab({ hash: '#batch-size=3' });
    await shown(page);
    const before = await scenarioOf(page);
    await drop(page, 'bad.csv', TRACE.replace('2,30', 'two,30'));
    expect(await problemOf(page)).toMatchObject({
      message: expect.stringMatching(/^bad.csv:4, column arrived_at: expected .*, got "two"$/),
      fault: false,
    });
    expect(await scenarioOf(page)).toEqual(before);
    await drop(page, 'other.csv', 'a,b,c\n1,2,3\n');
    expect((await problemOf(page))!.message).toContain(
      'other.csv:1: expected the columns of a known trace format, got a,b,c; known are',
    );
  });

  test('whose unit of time has to be given asks for it among the options', async () => {
    const page = await openLab();
    await shown(page);
    await drop(page, 'mine.jsonl', TRACES['without-unit']);
    const unit = page.getByLabel('Unit of its instants');
    await page.getByText('expected columns that tell the unit of timestamp').waitFor();
    expect(await problemOf(page)).toMatchObject({ key: 'timeUnit', fault: false });
    await unit.fill('s');
    await shown(page);
    expect(await problemOf(page)).toBeNull();
    expect(await scenarioOf(page)).toMatchObject({ trace: 'mine.jsonl', timeUnit: 's' });
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(3);
  });

  test('that only its owner has is asked for by name, and runs as soon as it is dropped', async () => {
    const page = await openLab({ hash: '#trace=mine.csv&first=3' });
    await page.waitForFunction(() => lab.problem.value !== null);
    expect(await problemOf(page)).toMatchObject({
      key: 'trace',
      message: 'cannot read mine.csv: a page sees no files; drop mine.csv onto it to run this',
    });
    await drop(page, 'mine.csv', TRACE);
    await shown(page);
    expect(await problemOf(page)).toBeNull();
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(3);
  });

  test('azure-conv comes with the lab', async () => {
    const page = await openLab({ hash: '#trace=azure-conv' });
    await shown(page);
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(19366);
  });
});

describe('a file that comes with Lockstep is opened without a problem', () => {
  const scenarios = fileURLToPath(new URL('../../../../examples/scenarios/', import.meta.url));

  test('every scenario', async () => {
    const page = await openLab();
    await shown(page);
    for (const name of await readdir(scenarios)) {
      await drop(page, name, await readFile(join(scenarios, name)));
      expect(await problemOf(page), name).toBeNull();
      expect(await noticeOf(page)).toMatch(new RegExp(`^${name} asks for a sweep|^The scenario of ${name}`));
      await shown(page);
      expect(await problemOf(page), name).toBeNull();
    }
  });

  test('a trace in every format', async () => {
    const page = await openLab();
    await shown(page);
    for (const [name, text] of Object.entries(TRACES)) {
      const unit = GIVEN_UNITS[name as keyof typeof TRACES];
      if (unit !== undefined) {
        await drop(page, `${name}.txt`, text);
        expect((await problemOf(page))!.message).toContain('timeUnit in scenario files');
        await drop(page, 'unit.yaml', `trace: ${name}.txt\ntimeUnit: ${unit}\n`);
      }
      await drop(page, `${name}.txt`, text);
      // Until the run is there, the problem of the run before may still be shown.
      await shown(page);
      expect(await problemOf(page), name).toBeNull();
      expect(await page.evaluate(() => lab.run.value!.point.requests.submitted), name).toBe(3);
    }
  });
});

describe('a scenario file', () => {
  test('is simulated, of lists the first value', async () => {
    const page = await openLab();
    await drop(page, 'mine.yaml', 'batchSize: [4, 8]\nwait: gap:100ms\nrequests: 500\n');
    await shown(page);
    expect(await scenarioOf(page)).toMatchObject({ batchSize: 4, wait: 'gap:100ms', requests: 500 });
    expect(await noticeOf(page)).toContain('of --batch-size the first is simulated');
  });

  test('that is wrong is refused in the words of the command line', async () => {
    const page = await openLab();
    await shown(page);
    for (const [text, message] of [
      ['batchsize: 4\n', 'mine.yaml: unknown key "batchsize"; did you mean "batchSize"?'],
      ['requests: -1\n', 'mine.yaml: requests: expected a whole number ≥ 1, got -1'],
      ['batchSize: [4\n', /^mine.yaml:2:1: expected YAML or JSON: /],
      ['[[[['.repeat(20_000), /^mine.yaml.*: expected YAML or JSON/],
    ] as const) {
      await page.evaluate(() => lab.change({}));
      await drop(page, 'mine.yaml', text);
      const found = (await problemOf(page))!;
      expect(found.fault).toBe(false);
      if (typeof message === 'string') expect(found.message).toBe(message);
      else expect(found.message).toMatch(message);
    }
  });
});

test('files that scenarios name become part of it', async () => {
  const page = await openLab();
  await drop(page, 'times.csv', 'batch_size,prompt_tokens,prefill_ms,step_ms\n1,1,10,20\n8,1,12,25\n');
  await drop(page, 'gpu.json', '{\n  "gpu": "h100",\n  "model": "llama-3-8b"\n}\n');
  expect(await scenarioOf(page)).toMatchObject({ cost: 'roofline:gpu.json' });
  await drop(page, 'lengths.txt', '10\n20\n30\n');
  await shown(page);
  expect(await problemOf(page)).toBeNull();
  expect(await scenarioOf(page)).toMatchObject({ outputTokens: 'empirical:lengths.txt' });
});

describe('a decision log', () => {
  test('is shown in the same views, run by run, until something is changed', async () => {
    const run = ['run', '--engine', 'simulated', '--requests', '20', '--speed', '100', '--decisions'];
    const log = await written('decisions.jsonl', ...run).then(() => written('decisions.jsonl', ...run));
    const page = await openLab();
    await shown(page);
    await drop(page, 'decisions.jsonl', log);
    expect(await problemOf(page)).toBeNull();
    expect(await noticeOf(page)).toContain('holds 2 recorded runs');
    expect(await page.evaluate(() => lab.run.value!.scenario)).toBeNull();
    expect(await page.evaluate(() => lab.run.value!.point.requests.submitted)).toBe(20);
    expect(await page.evaluate(() => lab.recorded.value!.shown)).toBe(1);
    await page.getByRole('combobox', { name: 'Run' }).selectOption('0');
    expect(await page.evaluate(() => lab.recorded.value!.shown)).toBe(0);
    await page.evaluate(() => lab.change({ batchSize: 5 }));
    await shown(page);
    expect(await page.evaluate(() => lab.recorded.value)).toBeNull();
  });

  test('comes back after the tour', async () => {
    const run = ['run', '--engine', 'simulated', '--requests', '20', '--speed', '100', '--decisions'];
    const page = await openLab();
    await shown(page);
    await drop(page, 'toured.jsonl', await written('toured.jsonl', ...run));
    await page.getByRole('button', { name: 'Tour' }).click();
    await page.waitForFunction(() => lab.recorded.value === null);
    await page.getByRole('button', { name: 'Leave the tour' }).click();
    await page.waitForFunction(() => lab.view.scene.value === null);
    expect(await page.evaluate(() => lab.run.value!.title)).toContain('toured.jsonl');
  });

  test('that is damaged is refused with its line', async () => {
    const page = await openLab();
    await shown(page);
    await drop(page, 'log.jsonl', '{"type":"batch"}\n');
    expect((await problemOf(page))!.message).toBe(
      'log.jsonl, line 1: expected the first line of a run, {"type":"run",…}, got {"type":"batch"}',
    );
  });
});

describe('a hostile file is refused in clear words, and the page lives', () => {
  test.each([
    [
      'nothing',
      'x.csv',
      '',
      'cannot read x.csv: expected a trace, a scenario or a decision log, got an empty file',
    ],
    [
      'a picture',
      'x.csv',
      Buffer.from([0x89, 0x50, 0, 1, 2, 255]),
      'cannot read x.csv: expected UTF-8 text, got other bytes',
    ],
    [
      'another encoding',
      'x.csv',
      Buffer.from('Stra\xdfe', 'latin1'),
      'cannot read x.csv: expected UTF-8 text, got other bytes',
    ],
    ['no gzip file', 'x.csv.gz', TRACE, 'cannot read x.csv.gz: expected a whole gzip file, got other bytes'],
    [
      'half a gzip file',
      'x.csv.gz',
      gzipSync(TRACE).subarray(0, 40),
      'cannot read x.csv.gz: expected a whole gzip file, got one that is cut off or damaged',
    ],
    [
      'a file that unpacks to a huge one',
      'x.gz',
      gzipSync(Buffer.alloc(210_000_000, 'a')),
      'cannot read x.gz: expected at most 200 MB unpacked, got more',
    ],
    [
      'a huge scenario',
      'x.yaml',
      'a: 1\n'.repeat(50_000),
      'x.yaml: expected a scenario of at most 200,000 characters, got 250,000',
    ],
    ['deep JSON', 'x.json', '{"a":'.repeat(20_000), /^x.json.*: expected YAML or JSON/],
  ])('%s', async (_, name, content, message) => {
    const page = await openLab({ hash: '#batch-size=3' });
    await shown(page);
    await drop(page, name, content);
    const found = (await problemOf(page))!;
    if (typeof message === 'string') expect(found.message).toBe(message);
    else expect(found.message).toMatch(message);
    expect(found.fault).toBe(false);
    await page.evaluate(() => lab.change({ batchSize: 7 }));
    await shown(page);
    expect(await problemOf(page)).toBeNull();
  });

  test('a file larger than the lab takes', async () => {
    const page = await openLab();
    await shown(page);
    const message = await page.evaluate(async () => {
      const piece = new Uint8Array(50_000_000);
      await lab.open(new File(new Array(5).fill(piece), 'huge.csv'));
      return lab.problem.value!.message;
    });
    expect(message).toBe(
      'cannot read huge.csv: expected at most 200 MB, got 250 MB; the command line takes more',
    );
  });
});
