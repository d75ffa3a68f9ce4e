import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { affine } from 'lockstep/cost';
import { none } from 'lockstep/core';
import { run } from 'lockstep/simulation';
import { constant, fixed, generatedWorkload } from 'lockstep/workload';
import { beforeAll, expect, test, type TestContext } from 'vitest';
import { readDecisionLines } from '../../src/live/decision-runs.js';
import { linesOf } from '../../src/live/read-decisions.js';
import { ownFolder } from '../support/folder.js';
import { departuresOf, openWriter, read, RUN, wholeRun, writeLog } from './recorded.js';

/** Five requests, of which a queue of two rejects some. */
const { log } = run({
  maxBatchSize: 2,
  wait: none(),
  maxQueueSize: 2,
  cost: affine({ prefillMs: 300 }),
  workload: generatedWorkload({
    arrivals: constant(10),
    promptTokens: fixed(3),
    outputTokens: fixed(2),
    count: 5,
  }),
});
const EVENTS = departuresOf(log).length + log.batchCount;
const NAME = 'modèle \u2028 \u{1F600}';

let text: string;
let other: string;

beforeAll(async () => {
  text = await written({ ...RUN, model: NAME });
  other = await written({ ...RUN, model: 'other' });
});

async function written(of: typeof RUN): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-'));
  try {
    const file = join(folder, 'decisions.jsonl');
    await writeLog(file, of, log);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is read of bytes, in pieces of any size. */
function reading(content: string, pieceBytes = 1000) {
  const bytes = Buffer.from(content, 'utf8');
  const count = Math.ceil(bytes.length / pieceBytes);
  const pieces = Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  return readDecisionLines('FILE', linesOf(Readable.from(pieces), 10_000));
}

const eventsOf = ({ log }: ReturnType<typeof wholeRun>) => departuresOf(log).length + log.batchCount;

test('lines are ASCII, each with the name of its run', () => {
  expect(/^[\x20-\x7E\n]*$/.test(text)).toBe(true);
  const names = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { run: string }).run);
  expect(new Set(names).size).toBe(1);
  expect(other).not.toContain(names[0]);
});

test('a file that is cut at any byte is read up to the cut', async () => {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  for (let cut = 0; cut <= text.length; cut++) {
    // A line is whole without its line end, too.
    const whole = ends.filter((end) => end <= cut).length;
    if (whole === 0) {
      await expect(reading(text.slice(0, cut))).rejects.toThrow('FILE');
      continue;
    }
    const { runs } = await reading(text.slice(0, cut), 1 + (cut % 97));
    const recorded = wholeRun(runs[0]!);
    expect(runs).toHaveLength(1);
    expect(recorded.run.model).toBe(NAME);
    expect(eventsOf(recorded)).toBe(whole - 1);
  }
});

test('a file that is cut at any byte and appended to, on the same line or the next, gives the whole run', async () => {
  for (let cut = 0; cut <= text.length; cut++) {
    for (const between of ['', '\n']) {
      const { runs } = await reading(text.slice(0, cut) + between + other);
      const last = wholeRun(runs.at(-1)!);
      expect(last.run.model).toBe('other');
      expect(eventsOf(last)).toBe(EVENTS);
    }
  }
});

test('a file whose beginning is cut off at any byte gives the run after it', async () => {
  for (let cut = 1; cut <= text.length; cut++) {
    const { runs, notes } = await reading(text.slice(cut) + other);
    expect(runs).toHaveLength(1);
    expect(eventsOf(wholeRun(runs[0]!))).toBe(EVENTS);
    expect(notes.length > 0).toBe(text.slice(cut).trim() !== '');
  }
});

test('lines of two runs among each other, in any order that keeps that of each, are told apart', async () => {
  const [one, two] = [text, other].map((each) => each.trimEnd().split('\n'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), async (turns) => {
      const queues = [[...one!], [...two!]];
      const lines: string[] = [];
      for (const turn of turns) lines.push(...queues[turn ? 0 : 1]!.splice(0, 1));
      lines.push(...queues[0]!, ...queues[1]!);
      const { runs, notes } = await reading(lines.join('\n'));
      expect(notes).toEqual([]);
      expect(runs.map((each) => wholeRun(each).run.model).sort()).toEqual([NAME, 'other'].sort());
      for (const each of runs) expect([...wholeRun(each).log.records()]).toEqual([...log.records()]);
    }),
  );
});

test('two writers append to one file at once', async (context: TestContext) => {
  const file = join(await ownFolder(context), 'decisions.jsonl');
  const writers = await Promise.all(['a', 'b'].map((model) => openWriter(file, { ...RUN, model })));
  for (const departure of departuresOf(log)) for (const writer of writers) writer.departure(departure);
  for (const record of log.records()) for (const writer of writers) writer.batch(record);
  await Promise.all(writers.map((writer) => writer.close()));
  const { runs, notes } = await read(file);
  expect(notes).toEqual([]);
  expect(runs.map(({ run: { model } }) => model).sort()).toEqual(['a', 'b']);
  for (const each of runs) expect([...each.log.records()]).toEqual([...log.records()]);
});

test('a line longer than any that is written is left out, or said where nothing else is there', async (context) => {
  const long = `{"type":"batch","x":"${'x'.repeat(64 * 1024 ** 2)}"}\n`;
  const file = join(await ownFolder(context), 'decisions.jsonl');
  await writeFile(file, long);
  await expect(read(file)).rejects.toThrow(
    `${file}, line 1: expected lines of at most 64 MiB, got a longer one`,
  );
  await writeFile(file, long + text);
  const { runs, notes } = await read(file);
  expect(runs).toHaveLength(1);
  expect(notes).toEqual([`${file}, line 1 is left out, being longer than 64 MiB.`]);
});
