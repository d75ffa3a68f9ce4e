import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, words } from '../support/lockstep.js';

const STUDY =
  'simulate --batch-size 4 --wait gap:100ms --cost mock --arrivals constant:2 --output-tokens uniform:10-29 ' +
  '--requests 20 --seed 32';

describe.concurrent('the screen', () => {
  test('piped, has no colors, fits 100 columns, and says the figures with their units', async () => {
    const { code, stdout, stderr } = await lockstep(words(STUDY));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('\x1b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toContain('requests      20 submitted, 20 completed\n');
    for (const each of [
      'throughput',
      'E2E latency, ms',
      'head-of-line blocking',
      'wasted slots',
      'no prioritization',
    ]) {
      expect(stdout).toContain(each);
    }
  });

  test.for([
    ['--cost mock:0ms', 'batches take no time'],
    ['--batch-size inf', 'batches are unbounded'],
  ])('%s: says why there is no capacity', async ([line, why]) => {
    const { stdout } = await lockstep(words(`simulate --requests 20 ${line}`));
    expect(stdout).toContain(`capacity      – (${why})`);
  });

  test('requests past their deadline are counted as expired', async () => {
    const line = 'simulate --batch-size 1 --rate 3 --requests 500 --request-timeout 5s';
    const { stdout } = await lockstep(words(line));
    expect(stdout).toMatch(/requests {6}500 submitted, \d+ completed, \d+ expired \(\d+ % lost\)\n/);
    const { stdout: json } = await lockstep(words(`${line} --json`));
    const { scenario, requests, e2eLatencyMs } = JSON.parse(json) as {
      scenario: object;
      requests: Record<string, number>;
      e2eLatencyMs: { max: number };
    };
    expect(scenario).toMatchObject({ requestTimeout: '5s' });
    expect(requests.expired).toBeGreaterThan(0);
    expect(requests.completed! + requests.expired!).toBe(500);
    expect(e2eLatencyMs.max).toBeLessThanOrEqual(5000);
  });

  test('an unstable run and a missed SLO are flagged', async () => {
    const { stdout } = await lockstep(words('simulate --batch-size 1 --rate 3 --requests 500 --slo e2e=2s'));
    expect(stdout).toMatch(/offered load {2}[\d.]+ unstable\n/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the queue and the latencies grow with the length of the run',
    );
    expect(stdout).toContain('missed: ');
  });
});

describe.concurrent('--json', () => {
  test('is one document on stdout and nothing else, with what the run asked for', async () => {
    const { code, stdout, stderr } = await lockstep(words(`${STUDY} --json`));
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({
      version: 1,
      scenario: {
        batchSize: 4,
        wait: 'gap:100ms',
        arrivals: 'constant:2',
        requests: 20,
        seed: 32,
        release: 'batch',
      },
      requests: { submitted: 20, completed: 20, rejected: 0, cancelled: 0, expired: 0, failed: 0 },
    });
    expect(Object.keys(document)).toEqual([
      'version',
      'scenario',
      'notes',
      'requests',
      'batches',
      'makespanMs',
      'throughput',
      'capacity',
      'engines',
      'utilization',
      'occupancy',
      'paddingWaste',
      'decodeWaste',
      'arrivalRate',
      'offeredLoad',
      'stable',
      'loadPerWindow',
      'limitedByWaitRule',
      'lossShare',
      'intervals',
      'queueLength',
      'queueDelayMs',
      'blockedMs',
      'formingMs',
      'executionMs',
      'heldMs',
      'ttftMs',
      'tpotMs',
      'e2eLatencyMs',
      'slowdown',
      'limitations',
      'remarks',
    ]);
    expect(Object.keys(document.e2eLatencyMs as object)).toEqual([
      'count',
      'mean',
      'meanCi95',
      'p50',
      'p90',
      'p95',
      'p99',
      'p99Ci95',
      'max',
    ]);
  });

  test('the same seed gives the same bytes, another seed others', async () => {
    const line = 'simulate --requests 200 --json --seed';
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => lockstep(words(`${line} ${seed}`))),
    );
    expect(again!.stdout).toBe(one!.stdout);
    expect(JSON.parse(other!.stdout).e2eLatencyMs).not.toEqual(JSON.parse(one!.stdout).e2eLatencyMs);
  });
});

describe.concurrent('a row per request', () => {
  test.for(['.csv', '.jsonl'])(
    'replayed as a trace, %s gives the same latencies',
    async (extension, context) => {
      const folder = await ownFolder(context);
      const settings = '--batch-size 4 --wait gap:80ms --release request';
      const run = `simulate --arrivals poisson:4 --requests 300 --prompt-tokens uniform:1-9 ${settings}`;
      const first = await lockstep(words(`${run} --json --requests-out rows${extension}`), { cwd: folder });
      expect(first.stderr).toBe(`Requests: rows${extension}\n`);
      const again = await lockstep(words(`simulate --trace rows${extension} ${settings} --json`), {
        cwd: folder,
      });
      expect(again.stderr).toMatch(
        /^rows\.\w+: 300 requests over 69\.2 s, .* \(format lockstep, instants in ms\)\.\n$/,
      );
      const [ran, replayed] = [JSON.parse(first.stdout), JSON.parse(again.stdout)];
      for (const key of [
        'requests',
        'batches',
        'makespanMs',
        'e2eLatencyMs',
        'ttftMs',
        'heldMs',
        'throughput',
      ]) {
        expect(replayed[key]).toEqual(ran[key]);
      }
    },
  );

  test('stands in arrival order; a rejected request has neither batch nor later instants', async (context) => {
    const folder = await ownFolder(context);
    const line =
      'simulate --arrivals all-at-once --batch-size 1 --max-queue-size 3 --requests 5 --output-tokens 10';
    await lockstep(words(`${line} --requests-out rows.csv`), { cwd: folder });
    expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe(
      [
        'id,batch,arrivedAt,startedAt,firstTokenAt,finishedAt,releasedAt,promptTokens,outputTokens',
        '0,0,0,0,50,500,500,1,10',
        '1,1,0,500,550,1000,1000,1,10',
        '2,2,0,1000,1050,1500,1500,1,10',
        '3,,0,,,,,1,10',
        '4,,0,,,,,1,10',
        '',
      ].join('\n'),
    );
  });
});

test.concurrent('--trace-out writes a Chrome trace', async (context) => {
  const folder = await ownFolder(context);
  await lockstep(words(`${STUDY} --trace-out trace.json`), { cwd: folder });
  const { traceEvents } = JSON.parse(await readFile(join(folder, 'trace.json'), 'utf8')) as {
    traceEvents: object[];
  };
  expect(traceEvents.length).toBeGreaterThan(40);
});

test.concurrent('a reader who closes early is no failure', async () => {
  const { spawn } = await import('node:child_process');
  const { MAIN } = await import('../support/lockstep.js');
  const child = spawn(process.execPath, [MAIN, ...words('simulate --requests 100 --json')], {
    stdio: 'pipe',
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});
