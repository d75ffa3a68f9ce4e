import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { readDecisions } from '../../src/live/read-decisions.js';
import { ownFolder } from '../support/folder.js';
import { RUN, wholeRun } from './recorded.js';

const HEAD = JSON.stringify({ type: 'run', format: 1, tool: '0.1.0', ...RUN });
const departure = (request: number) =>
  JSON.stringify({
    type: 'departure',
    request,
    arrivedAt: request,
    leftAt: request + 1,
    outcome: 'rejected',
    promptTokens: 1,
  });
const batch = (request: number, change: object = {}) =>
  JSON.stringify({
    type: 'batch',
    batch: 0,
    startedAt: 5,
    reason: 'wait',
    engineFreeAt: null,
    endedAt: 9,
    longestPrompt: 1,
    longestOutput: 2,
    members: [
      {
        request,
        arrivedAt: request,
        promptTokens: 1,
        outputTokens: 2,
        blockedMs: 0,
        formingMs: 0,
        firstTokenAt: 6,
        finishedAt: 9,
        outcome: 'completed',
      },
    ],
    reruns: [],
    ...change,
  });

async function reading(context: TestContext, lines: readonly string[]) {
  const file = join(await ownFolder(context), 'file');
  await writeFile(file, lines.join('\n'));
  const relative = (error: Error) => {
    throw new Error(error.message.replaceAll(file, 'FILE'));
  };
  const { runs, notes } = await readDecisions(file).catch(relative);
  return { runs, notes: notes.map((note) => note.replaceAll(file, 'FILE')) };
}

test('the engine of a batch is read; a line of an earlier version, which has none, is of engine 0', async (context) => {
  const second = batch(3, { batch: 1, engine: 2, startedAt: 6 });
  const { runs } = await reading(context, [HEAD, batch(2), second]);
  const { log } = wholeRun(runs[0]!);
  expect([log.engineOf(0), log.engineOf(1), log.engines]).toEqual([0, 2, 3]);
});

test('requests that a crash left out are numbered over and counted', async (context) => {
  const { runs } = await reading(context, [HEAD, batch(2), departure(5), departure(1)]);
  const run = wholeRun(runs[0]!);
  expect(run.notes).toEqual([
    '3 requests are missing: the run was cut off before it could tell what became of them.',
  ]);
  expect(run.log.requestCount).toBe(3);
  expect([...run.log.membersOf(0)]).toEqual([1]);
  expect([0, 1, 2].map((request) => run.log.outcomeOf(request))).toEqual([
    'rejected',
    'completed',
    'rejected',
  ]);
});

test('a torn last line is left out with a note', async (context) => {
  const { runs, notes } = await reading(context, [HEAD, departure(0), departure(1).slice(0, 20)]);
  expect(wholeRun(runs[0]!).log.requestCount).toBe(1);
  expect(notes).toEqual(['FILE, line 3 is cut off and left out.']);
});

test('a run in which nothing happened is one', async (context) => {
  const { runs } = await reading(context, [HEAD, '']);
  const { log, notes } = wholeRun(runs[0]!);
  expect([log.requestCount, notes]).toEqual([0, []]);
});

test('a line that is cut off in the midst costs that line alone, an empty one nothing', async (context) => {
  const lines = [HEAD, departure(0), batch(1).slice(0, -1), '', '7', batch(2, { batch: 1 })];
  const { runs, notes } = await reading(context, lines);
  const { log } = wholeRun(runs[0]!);
  expect([log.requestCount, log.batchCount]).toEqual([2, 1]);
  expect(notes).toEqual(['2 lines are cut off and left out; the first is FILE, line 3.']);
});

test('a run whose first line is missing is left out with a note, and harms no other', async (context) => {
  const { runs, notes } = await reading(context, [departure(0), HEAD.slice(9), departure(1), HEAD, batch(0)]);
  expect(runs.map((run) => wholeRun(run).log.requestCount)).toEqual([1]);
  expect(notes).toEqual([
    'FILE, line 2 is cut off and left out.',
    '2 lines are left out, as the first line of the run is missing; the first is FILE, line 1.',
  ]);
});

test('damage of one run leaves the others as they are', async (context) => {
  const { runs } = await reading(context, [HEAD, '{"type":"party"}', HEAD, batch(0)]);
  expect(runs.map((run) => 'damage' in run)).toEqual([true, false]);
});

describe('damage is an error that says where', () => {
  const cases: [name: string, lines: string[], message: string][] = [
    ['an empty file', [], 'FILE: expected at least one run, got an empty file'],
    ['no run', ['hello'], 'FILE, line 1: expected the first line of a run, {"type":"run",…}, got hello'],
    ['an event before a run', [departure(0)], 'FILE, line 1: expected the first line of a run'],
    ['a newer format', [HEAD.replace('"format":1', '"format":2')], 'FILE, line 1: expected format 1, got 2'],
    ['no format', [HEAD.replace('"format":1,', '')], 'FILE, line 1: expected format 1, got none'],
    [
      'another type',
      [HEAD, '{"type":"party"}'],
      'FILE, line 2: expected a batch or a departure, got {"type":"party"}',
    ],
    [
      'a batch twice',
      [HEAD, batch(0), batch(1)],
      'FILE, line 3: expected every batch once, got batch 0 again',
    ],
    [
      'a wrong field',
      [HEAD, batch(0, { startedAt: 'soon' })],
      'FILE, line 2: startedAt: Invalid input: expected number, received string',
    ],
    [
      'a request twice',
      [HEAD, departure(0), batch(0)],
      'FILE, line 3: expected every request once, got request 0 again',
    ],
    [
      'an invalid wait rule',
      [HEAD.replace('oldest:20ms', 'sometimes')],
      'FILE, line 1: wait: expected a wait rule, got "sometimes"',
    ],
    [
      'an invalid date',
      [HEAD.replace(/"startedAt":"[^"]*"/, '"startedAt":null')],
      'FILE, line 1: startedAt: ',
    ],
    [
      'an end before its start',
      [HEAD, batch(0, { endedAt: 4 })],
      'FILE, line 2: startedAt: expected at most endedAt',
    ],
    [
      'a member that came after the start',
      [HEAD, batch(6)],
      'FILE, line 2: members: expected all to have arrived by startedAt',
    ],
    [
      'a re-run of strangers',
      [HEAD, batch(0, { reruns: [{ startedAt: 6, endedAt: 7, members: [1], failed: true }] })],
      'FILE, line 2: reruns: expected members of the batch alone',
    ],
    [
      'a request that left before it came',
      [HEAD, departure(0).replace('"leftAt":1', '"leftAt":-1')],
      'FILE, line 2: arrivedAt: expected at most leftAt',
    ],
    [
      'requests that did not come in their order',
      [
        HEAD,
        departure(0)
          .replaceAll(':0', ':3')
          .replace('"leftAt":1', '"leftAt":4')
          .replace('"request":3', '"request":0'),
        batch(1),
      ],
      'FILE, line 1, and on: expected requests in the order of their arrival',
    ],
  ];
  for (const [name, lines, message] of cases) {
    test(name, async (context) => {
      await expect(reading(context, lines)).rejects.toThrow(message);
    });
  }
});

test('a file that is not there is an error that says so', async () => {
  await expect(readDecisions('nowhere.jsonl')).rejects.toThrow(
    'cannot read nowhere.jsonl: there is no such file',
  );
});
