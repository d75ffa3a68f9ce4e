import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oldest } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { generatedWorkload, poisson, uniform } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { RUN, writeLog } from '../live/recorded.js';
import { ownFolder } from '../support/folder.js';
import { lockstep, words } from '../support/lockstep.js';

const { log, summary } = simulate({
  maxBatchSize: 4,
  wait: oldest(20),
  release: 'request',
  cost: mock({ tokenMs: 5 }),
  workload: generatedWorkload({ arrivals: poisson(10), outputTokens: uniform(5, 40), count: 80 }),
});

test.concurrent('a recorded run in the numbers of its simulation', async (context) => {
  const cwd = await ownFolder(context);
  await writeLog(join(cwd, 'decisions.jsonl'), RUN, log);
  const { code, stdout, stderr } = await lockstep(words('report decisions.jsonl --json'), { cwd });
  expect([code, stderr]).toEqual([0, '']);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    live: true,
    run: { engine: 'simulated', model: 'mock', maxBatchSize: 4 },
  });
  for (const key of [
    'requests',
    'batches',
    'makespanMs',
    'utilization',
    'decodeWaste',
    'e2eLatencyMs',
    'tpotMs',
  ] as const) {
    expect(document[key], key).toEqual(JSON.parse(JSON.stringify(summary[key])));
  }
  expect(document.capacity).toBeNull();
});

test.concurrent('the screen, the report, the timeline and the rows', async (context) => {
  const cwd = await ownFolder(context);
  await writeLog(join(cwd, 'decisions.jsonl'), RUN, log);
  const line = 'report decisions.jsonl --out report --requests-out rows.csv --trace-out trace.json';
  const { code, stdout, stderr } = await lockstep(words(line), { cwd });
  expect(code, stderr).toBe(0);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /^decisions.jsonl: simulated \(mock\) from 2026-11-23T10:00:00.000Z, batch size 4, oldest:20ms, queue 16, release request requests 80 submitted/,
  );
  expect(stdout).toContain('not known of a real engine');
  expect(await readdir(join(cwd, 'report', 'charts'))).toContain('timeline.svg');
  expect((await readFile(join(cwd, 'rows.csv'), 'utf8')).trim().split('\n')).toHaveLength(81);
});

test.concurrent('of several runs the last, or the one that is asked for', async (context) => {
  const cwd = await ownFolder(context);
  const file = join(cwd, 'decisions.jsonl');
  await writeLog(file, { ...RUN, model: 'first' }, log);
  await writeLog(file, { ...RUN, model: 'second' }, log);
  const [last, first, third] = await Promise.all(
    ['', '--run 1', '--run 3'].map((run) => lockstep(words(`report decisions.jsonl ${run} --json`), { cwd })),
  );
  expect(JSON.parse(last!.stdout).run.model).toBe('second');
  expect(last!.stderr).toBe('Run 2 of the 2 in decisions.jsonl; --run shows another.\n');
  expect(JSON.parse(first!.stdout).run.model).toBe('first');
  expect([third!.code, third!.stderr]).toEqual([
    2,
    'error: --run: expected a whole number from 1 to 2, got "3"\n',
  ]);
});

test.concurrent('a damaged file is an error that says where', async (context) => {
  const cwd = await ownFolder(context);
  await writeFile(join(cwd, 'decisions.jsonl'), 'garbage\n');
  const { code, stderr } = await lockstep(words('report decisions.jsonl'), { cwd });
  expect([code, stderr]).toEqual([
    2,
    'error: decisions.jsonl, line 1: expected the first line of a run, {"type":"run",…}, got garbage\n',
  ]);
});
