import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gap, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { summarize } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { generatedWorkload, poisson, uniform } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { appendDecisions } from '../../src/live/decision-file.js';
import { summarizeRecorded } from '../../src/live/summarize-recorded.js';
import { ownFolder } from '../support/folder.js';
import { departuresOf, openWriter, read, RUN, writeLog } from './recorded.js';

const { log } = run({
  maxBatchSize: 4,
  wait: oldest(20),
  maxQueueSize: 6,
  release: 'request',
  cost: affine({ prefillMs: 30, stepMs: 8 }),
  workload: generatedWorkload({
    arrivals: poisson(18),
    promptTokens: uniform(1, 200),
    outputTokens: uniform(1, 60),
    count: 600,
  }),
});

test('a simulated run, written and read, has the same numbers as before', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  expect(departuresOf(log).length).toBeGreaterThan(0);
  await writeLog(file, RUN, log);
  const { runs } = await read(file);
  expect(runs).toHaveLength(1);
  const [recorded] = runs as [(typeof runs)[number]];
  expect(recorded.notes).toEqual([]);
  expect(recorded.run).toEqual({ ...RUN, speed: 1 });
  expect(summarizeRecorded(recorded)).toEqual(
    summarize(log, {
      release: 'request',
      maxBatchSize: 4,
      ruleClosesBatches: true,
      capacity: null,
      openLoop: false,
    }),
  );
  expect([...recorded.log.records()]).toEqual([...log.records()]);
});

test('a file that names the queue limit as it once was named is read', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  await writeLog(file, RUN, log);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('"maxQueueSize":');
  await writeFile(file, text.replace('"maxQueueSize":', '"maxQueue":'));
  const [recorded] = (await read(file)).runs;
  expect(recorded).toMatchObject({ run: { ...RUN, speed: 1 } });
});

test('instants count from the beginning of the run, at its speed', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  const writer = await openWriter(file, { ...RUN, originAt: 5_000, speed: 10 });
  writer.departure({ request: 0, arrivedAt: 5_001, leftAt: 5_002, outcome: 'cancelled', promptTokens: 3 });
  await writer.close();
  const { requests } = (await read(file)).runs[0]!.log;
  expect([requests.arrivedAt[0], requests.finishedAt[0]]).toEqual([10, 20]);
});

test('unbounded limits and other wait rules come back as they were', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  const unbounded = {
    ...RUN,
    maxBatchSize: Infinity,
    maxQueueSize: Infinity,
    wait: `gap:${gap(5).waitMs}ms`,
  };
  await writeLog(file, unbounded, log);
  expect((await read(file)).runs[0]!.run).toMatchObject(unbounded);
});

test('every start appends a run of its own, also after one that was cut off within a line', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  await writeLog(file, RUN, log);
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, -30));
  await writeLog(file, { ...RUN, model: 'second' }, log);
  const {
    runs: [first, second, ...more],
  } = await read(file);
  expect(more).toEqual([]);
  const cutAt = whole.split('\n').length - 1;
  expect(first!.notes[0]).toBe(`A line of the run was cut off (${file}, line ${cutAt}); it is left out.`);
  expect([...first!.log.records()]).toHaveLength(log.batchCount - 1);
  expect(second!.notes).toEqual([]);
  expect(second!.run.model).toBe('second');
});

test('a file that cannot be opened is an error at once', async (context) => {
  const file = join(await ownFolder(context), 'no-folder', 'decisions.jsonl');
  await expect(openWriter(file)).rejects.toThrow(`cannot write ${file}: there is no such folder`);
});

test.runIf(existsSync('/dev/full'))('a full disk is told once, and the server goes on', async () => {
  const failures: string[] = [];
  const writer = await appendDecisions('/dev/full', RUN, {
    onFailure: ({ message }) => failures.push(message),
  });
  for (const record of log.records()) writer.batch(record);
  await writer.close();
  writer.batch(log.record(0));
  await writer.close();
  expect(failures).toEqual(['cannot write /dev/full: no space is left']);
});

test('a disk that is too slow for what is decided is given up instead of filling the memory', async (context) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  const failures: string[] = [];
  const writer = await appendDecisions(file, RUN, {
    onFailure: ({ message }) => failures.push(message),
    mostWaitingBytes: 1000,
  });
  for (const record of log.records()) writer.batch(record);
  await writer.close();
  expect(failures).toEqual([`cannot write ${file}: the disk is too slow, more than 1000 bytes wait for it`]);
});
