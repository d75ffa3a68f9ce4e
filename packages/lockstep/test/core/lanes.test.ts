import { expect, test } from 'vitest';
import { Lanes } from '../../src/core/lanes.js';

/** Whatever a set of lanes remembers of keys and requests. */
function remembered(lanes: Lanes): number[] {
  const { withKey, laneOf } = lanes as unknown as {
    withKey: Map<string, unknown>;
    laneOf: Map<number, unknown>;
  };
  return [lanes.all.length, withKey.size, laneOf.size];
}

test('forgets each of a hundred thousand keys when the last of its requests starts or leaves', () => {
  const lanes = new Lanes(4);
  for (let request = 0; request < 100_000; request++) {
    lanes.push({ request, key: `key ${request}` }, request, -Infinity);
    if (request % 2 === 0) lanes.withdraw(request);
    else expect(lanes.takeBatch(lanes.all[1]!)).toEqual([request]);
  }
  expect(lanes.size).toBe(0);
  expect(remembered(lanes)).toEqual([1, 0, 0]);
});

test('closes lanes in any order', () => {
  const lanes = new Lanes(4);
  const keys = ['a', 'b', 'c', 'd'];
  keys.forEach((key, request) => lanes.push({ request, key }, 0, -Infinity));
  lanes.withdraw(1);
  lanes.withdraw(3);
  expect(lanes.all.map(({ key }) => key)).toEqual([undefined, 'a', 'c']);
  lanes.withdraw(0);
  lanes.push({ request: 4, key: 'b' }, 0, -Infinity);
  expect(lanes.all.map(({ key }) => key)).toEqual([undefined, 'c', 'b']);
  expect(lanes.withdraw(1)).toBe(false);
  expect(lanes.size).toBe(2);
});

test('an open batch is behind the batch that ran as it began, and no later one', () => {
  const lanes = new Lanes(2);
  lanes.push({ request: 8, key: 'a' }, 5, NaN);
  lanes.engineFreed(10);
  lanes.push({ request: 10, key: 'a' }, 15, NaN);
  lanes.engineFreed(20);
  const lane = lanes.all[1]!;
  expect(lane.engineFreeAt).toBe(10);
  expect(lane.newestArrivedAt).toBe(15);
});

test('a key that comes and goes while a batch runs leaves nothing behind', () => {
  const lanes = new Lanes(4);
  lanes.push({ request: 0, key: 'stays' }, 0, NaN);
  for (let request = 1; request < 1000; request++) {
    lanes.push({ request, key: 'comes and goes' }, request, NaN);
    lanes.withdraw(request);
  }
  expect((lanes as unknown as { changed: Set<unknown> }).changed.size).toBeLessThanOrEqual(2);
});
