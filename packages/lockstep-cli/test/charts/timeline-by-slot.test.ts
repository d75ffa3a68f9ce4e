import { allAtOnce } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { LIGHT, type RunData } from '../../src/charts/index.js';
import { slotWindow } from '../../src/charts/slot-window.js';
import { timelineBySlot } from '../../src/charts/timeline-by-slot.js';
import { sample } from './samples.js';

interface Box {
  readonly kind?: string;
  readonly engine: number;
  readonly slot: number;
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

function boxesOf(run: RunData): { boxes: Box[]; title: string } {
  const spec = timelineBySlot.spec(run, { palette: LIGHT, width: 900 }) as unknown as {
    vconcat: [unknown, { concat: { title: { text: string[] }; layer: { data: { values: Box[] } }[] }[] }];
  };
  const panel = spec.vconcat[1].concat[1]!;
  const boxes = panel.layer.flatMap(({ data }) => data.values).filter(({ kind }) => kind !== undefined);
  return { boxes, title: panel.title.text.join(' ') };
}

const slots = (boxes: readonly Box[], kind: string) =>
  new Set(boxes.filter((box) => box.kind === kind).map(({ slot }) => slot)).size;

test('a batch of 201 requests fills 201 slots, none of which is drawn empty', () => {
  const plan = { batchSizes: [201], requests: 201, arrivals: allAtOnce(), rates: [null], waits: ['none'] };
  const { boxes, title } = boxesOf(sample(plan).run);
  expect(slots(boxes, 'own')).toBe(201);
  expect(slots(boxes, 'empty')).toBe(0);
  expect(title).toBe('Each of the 201 slots of the engine');
});

test('an engine with 32 slots has 32 lanes, however few are filled', () => {
  const { run } = sample({ batchSizes: [32], requests: 60, rates: [1] });
  const { boxes, title } = boxesOf(run);
  expect(new Set(boxes.map(({ slot }) => slot)).size).toBe(32);
  expect(title).toBe('Each of the 32 slots of the engine');
  expect(timelineBySlot.caption(run)).toContain('leaves slots empty');
});

test('of a thousand slots the first are drawn, and the picture says so', () => {
  const { run } = sample({ batchSizes: [1000], requests: 1500, rates: [40], waits: ['none'] });
  expect(boxesOf(run).title).toBe('Slots 0 to 319 of 1,000 slots of the engine');
  expect(timelineBySlot.caption(run)).toContain('Only the first 320 of 1,000 slots are drawn.');
});

test('each engine has a group of lanes, in which its rows stand one after another', () => {
  const { run } = sample({ batchSizes: [4], requests: 60, rates: [9], engines: 2 });
  const { boxes, title } = boxesOf(run);
  expect(title).toBe('Each of the 4 slots of each of 2 engines');
  expect(new Set(boxes.map(({ engine, slot }) => `${engine}.${slot}`)).size).toBe(8);
  for (const top of new Set(boxes.map((box) => box.top))) {
    const lane = boxes.filter((box) => box.top === top).sort((a, b) => a.from - b.from || a.to - b.to);
    lane.slice(1).forEach((box, i) => expect(box.from).toBeGreaterThanOrEqual(lane[i]!.to - 1e-9));
  }
});

test('an unbounded batch has as many lanes as its largest batch', () => {
  const { run } = sample({ batchSizes: [Infinity], requests: 40, waits: ['none'] });
  expect(boxesOf(run).title).toMatch(/^Each of the \d+ slots of the largest batch in sight$/);
});

test.each([
  { batchSizes: [4], requests: 1000, keyOf: (request: number) => (request % 40 < 2 ? 'rare' : 'common') },
  { batchSizes: [16], waits: ['full'], requests: 3000 },
  { batchSizes: [500], waits: ['full'], requests: 1000 },
  { batchSizes: [2], rates: [5], requests: 100, requestTimeoutMs: 3000 },
])('every batch that ran in the window is there with all of its rows: %j', (plan) => {
  const { run } = sample(plan);
  const { batches, from, to, originAt } = slotWindow(run.log);
  const { startedAt, endedAt } = run.log.batches;
  const ran = Array.from({ length: run.log.batchCount }, (_, batch) => batch).filter(
    (batch) => startedAt[batch]! - originAt < to && endedAt[batch]! - originAt > from,
  );
  expect(batches.map(({ batch }) => batch)).toEqual(ran);
  for (const { batch, finishedAt } of batches) {
    expect(finishedAt).toHaveLength(run.log.membersOf(batch).length);
  }
});
