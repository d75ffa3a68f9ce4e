import { describe, expect, test } from 'vitest';
import { pointedAt, requestAt, slotAt } from '../../src/timeline/scale/hit-test.js';
import { laneTop, requestRows } from '../../src/timeline/scale/request-rows.js';
import { slotRows } from '../../src/timeline/scale/slot-rows.js';
import { TimeScale } from '../../src/timeline/scale/time-scale.js';
import { runOf, SOME_RUNS } from './some-runs.js';

const SIZE = { width: 900, height: 380 };

describe.each(Object.entries(SOME_RUNS))('%s', (_, scenario) => {
  const run = runOf(scenario);
  const [from, to] = [run.originAt + run.lengthMs * 0.3, run.originAt + run.lengthMs * 0.6];
  const time = new TimeScale(from, to, 50, SIZE.width);

  test('pointing at the middle of a drawn bar finds its request', () => {
    const rows = requestRows(run, from, to, SIZE.height);
    const pitch = rows.lane * rows.groupSize;
    for (let group = Math.floor(rows.first / rows.groupSize); group * rows.groupSize < rows.end; group++) {
      const request = run.slowest.at(rows.level, group);
      if (request === -1) continue;
      const edges = run.edges.of(request);
      const x = time.x((edges[0]! + edges[4]!) / 2);
      const y = laneTop(rows, group * rows.groupSize) + pitch / 2;
      expect(requestAt(run, rows, time, x, y)).toEqual(pointedAt(run, request));
    }
  });

  test('pointing far from all bars finds none', () => {
    const rows = requestRows(run, from, to, SIZE.height);
    expect(requestAt(run, rows, time, time.x(run.endAt) + 100, 10)).toBeNull();
  });

  test('pointing into a drawn slot finds its request', () => {
    const rows = slotRows(run, from, to, SIZE);
    if (rows.isAveraged) return;
    for (let batch = rows.first; batch < rows.end; batch++) {
      run.log.membersOf(batch).forEach((request, slot) => {
        const { startedAt, endedAt } = run.log.batches;
        const x = time.x((startedAt[batch]! + endedAt[batch]!) / 2);
        expect(slotAt(run, rows, time, x, (slot + 0.5) * rows.lane)).toEqual({ request, batch });
      });
    }
  });

  test('a slot never runs two batches at once, and holds no more than there are', () => {
    const { startedAt, size } = run.log.batches;
    for (let batch = 0; batch < run.log.batchCount; batch++) {
      if (batch > 0) expect(startedAt[batch]!).toBeGreaterThanOrEqual(run.allEndedAt[batch - 1]!);
      expect(size[batch]!).toBeLessThanOrEqual(run.slots);
    }
  });
});
