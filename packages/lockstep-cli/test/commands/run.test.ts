import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import STUDY_RUNS from '../../../lockstep/test/fixtures/study-runs.json' with { type: 'json' };
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN, words } from '../support/lockstep.js';

/** Twenty requests in a tenth of the time that they would take. */
const SHORT = 'run --engine simulated --batch-size 4 --arrivals constant:20 --requests 20 --speed 10';

describe('the study, live', () => {
  const study = STUDY_RUNS[0]!;
  const rows = study.requests.map(
    ({ id, arrival, max_tokens }) => `${id},,${arrival * 1000},1,${max_tokens}`,
  );

  /** Requests by batch; in the study those of one batch complete within a hundredth of a second. */
  const together = (key: (request: number) => unknown) =>
    study.requests.map((_, i) => study.requests.findIndex((_, j) => key(i) === key(j)));

  // Its closest decision has 56 ms to spare; a busy machine may take that away once.
  test('lockstep run forms the batches that it formed', { retry: 2 }, async (context) => {
    const cwd = await ownFolder(context);
    await writeFile(
      join(cwd, 'study.csv'),
      ['id,batch,arrivedAt,promptTokens,outputTokens', ...rows].join('\n'),
    );
    const line = `run --engine simulated --cost mock --wait gap:100ms --batch-size ${study.batch_size} --trace study.csv`;
    const { code, stderr } = await lockstep(
      words(`${line} --speed 2 --json --compare --requests-out out.jsonl`),
      { cwd },
    );
    expect(code, stderr).toBe(0);
    const requests = (await readFile(join(cwd, 'out.jsonl'), 'utf8')).trim().split('\n');
    const batches = requests.map((request) => (JSON.parse(request) as { batch: number }).batch);
    expect(together((i) => batches[i])).toEqual(
      together((i) => Math.round(study.requests[i]!.completion * 100)),
    );
  });
});

test.concurrent('--json: what it is, then all that a simulation says of the same', async () => {
  const [live, simulated] = await Promise.all([
    lockstep(words(`${SHORT} --json --compare`)),
    lockstep(words('simulate --batch-size 4 --arrivals constant:20 --requests 20 --json')),
  ]);
  const document = JSON.parse(live.stdout);
  expect(document).toMatchObject({
    live: true,
    engine: { name: 'simulated', model: 'mock' },
    stopped: false,
    comparison: { requests: 20 },
    requests: { submitted: 20, completed: 20 },
  });
  const expected = JSON.parse(simulated.stdout);
  expect(document.scenario).toEqual(expected.scenario);
  expect(document.capacity).toEqual(expected.capacity);
  expect(Object.keys(document)).toEqual(expect.arrayContaining(Object.keys(expected)));
});

test.concurrent('the screen, the files and the report of a simulation', async (context) => {
  const cwd = await ownFolder(context);
  const line = `${SHORT} --out report --requests-out requests.csv --trace-out trace.json --decisions decisions.jsonl`;
  const { code, stdout, stderr } = await lockstep(words(line), { cwd });
  expect(code, stderr).toBe(0);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /^lockstep run --engine simulated --speed 10 --batch-size 4 --arrivals constant:20 --requests 20 Prompts: /,
  );
  expect(stdout).toContain('20 submitted, 20 completed');
  expect(stderr).toBe(
    `Requests: requests.csv\nTrace: trace.json (open it in https://ui.perfetto.dev)\nReport: ${join('report', 'report.html')}\n`,
  );
  const html = await readFile(join(cwd, 'report', 'report.html'), 'utf8');
  expect(html).toContain('<h1>Static batching, live</h1>');
  expect(html).toContain('What was run');
  expect(await readdir(join(cwd, 'report', 'charts'))).toContain('timeline.svg');
  expect((await readFile(join(cwd, 'requests.csv'), 'utf8')).trim().split('\n')).toHaveLength(21);
  expect(JSON.parse(await readFile(join(cwd, 'trace.json'), 'utf8')).traceEvents).not.toHaveLength(0);
});

test('the model in the box: real texts, lengths as they came out, capacity not known', async () => {
  const line =
    'run --batch-size 4 --wait oldest:20ms --rate 40 --requests 12 --output-tokens 40 --json --compare';
  const { code, stdout, stderr } = await lockstep([
    ...words(line),
    '--prompts',
    'mt-bench',
    '--temperature',
    '0.8',
  ]);
  expect(code, stderr).toBe(0);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    engine: { name: 'llama', model: 'tiny-prose-q8_0' },
    requests: { submitted: 12, completed: 12 },
    capacity: null,
    stable: null,
    comparison: { requests: 12 },
  });
  expect(document.scenario).not.toHaveProperty('cost');
  expect(document.throughput.outputTokensPerSecond).toBeGreaterThan(0);
});

test('--ignore-eos forces every length', async (context) => {
  const cwd = await ownFolder(context);
  const line = 'run --rate 100 --requests 8 --output-tokens 33 --ignore-eos --requests-out requests.csv';
  const { code, stderr } = await lockstep(words(line), { cwd });
  expect(code, stderr).toBe(0);
  const lines = (await readFile(join(cwd, 'requests.csv'), 'utf8')).trim().split('\n').slice(1);
  expect(lines.map((each) => each.split(',').at(-1))).toEqual(new Array(8).fill('33'));
});

describe('Ctrl-C', () => {
  /** Starts a run, and sends it a signal when its first batches are done. */
  async function interrupted(context: TestContext, line: string) {
    const cwd = await ownFolder(context);
    const child = spawn(process.execPath, [MAIN, ...words(`${line} --decisions decisions.jsonl`)], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    const written = async () =>
      (await readFile(join(cwd, 'decisions.jsonl'), 'utf8').catch(() => '')).split('\n');
    while ((await written()).length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    return { code: await ended, stdout, stderr, decisions: (await written()).filter((each) => each !== '') };
  }

  for (const [name, line] of [
    ['the simulated engine', 'run --engine simulated --cost affine:step=5ms --rate 20 --requests 5000'],
    ['a real engine', 'run --rate 20 --requests 5000'],
  ] as const) {
    test(`${name} stops, and what was done is reported`, async (context) => {
      const { code, stdout, stderr, decisions } = await interrupted(context, `${line} --json`);
      expect(code).toBe(130);
      const { stopped, requests, batches } = JSON.parse(stdout);
      expect(stopped).toBe(true);
      expect(requests.submitted).toBe(requests.completed + requests.cancelled);
      expect(requests.submitted).toBeLessThan(5000);
      expect(stderr).toContain(`Stopped: ${requests.completed} of 5000 requests were answered.`);
      expect(decisions.length).toBeGreaterThanOrEqual(batches.count + 1);
    });
  }
});

describe('wrong usage', () => {
  const cases: [line: string, message: string][] = [
    ['--engine lama', '--engine: expected llama (the model in the box), llama:FILE.gguf'],
    ['--engine onnx', '--engine: expected onnx:FOLDER, got nothing after the colon'],
    ['--engine openai:http://127.0.0.1:1/v1', '--engine openai: expected --model'],
    ['--cost mock', '--cost: contradicts --engine llama, which takes the time that it takes'],
    ['--speed 2', '--speed: contradicts --engine llama'],
    ['--engine simulated --speed 0', '--speed: expected a number > 0 and ≤ 1000, got "0"'],
    ['--temperature 3', '--temperature: expected a number from 0 to 2, got "3"'],
    ['--prompts mt-bench --prompt-tokens 5', '--prompt-tokens: contradicts --prompts'],
    ['--prompts nowhere.txt', 'cannot read nowhere.txt: there is no such file'],
    ['--batch-size 1,2', '--batch-size: expected one value, got 2 (1, 2); did you mean "lockstep sweep"?'],
    ['--workers 2', '--workers: not an option of lockstep run; did you mean "lockstep sweep"?'],
    ['--output-tokens 5000', 'request 0: '],
    ['--engine simulated --wait full --arrivals closed:2', 'it would wait for ever'],
  ];
  test.concurrent.each(cases)('%s', async (line, message) => {
    const { code, stderr } = await lockstep(words(`run ${line}`));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
