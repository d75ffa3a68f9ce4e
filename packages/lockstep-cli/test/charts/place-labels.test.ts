import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, placeLabels, spread } from '../../src/charts/place-labels.js';

const AREA: Box = { x: 0, y: 0, width: 400, height: 300 };

test('a label stands above its point where it is free', () => {
  expect(placeLabels([{ x: 100, y: 100, width: 20 }], [], AREA)).toEqual([{ x: 100, y: 85.5 }]);
});

test('labels of close points neither meet nor cross a line', () => {
  const points = [100, 117, 134, 151].map((y) => ({ x: 200, y, width: 16 }));
  const line = { x1: 200, y1: 100, x2: 200, y2: 151 };
  const boxes = placeLabels(points, [line], AREA).map((place) => ({
    x: place!.x - 8,
    y: place!.y - 6,
    width: 16,
    height: 12,
  }));
  boxes.forEach((box, i) => {
    for (const other of boxes.slice(i + 1)) expect(meet(box, other)).toBe(false);
    expect(box.x + box.width < 200 || box.x > 200 || box.y + box.height < 100 || box.y > 151).toBe(true);
  });
});

test('a label at the edge stays inside', () => {
  for (const corner of [
    { x: 2, y: 2 },
    { x: 398, y: 298 },
  ]) {
    const [place] = placeLabels([{ ...corner, width: 40 }], [], AREA);
    expect(place!.x - 20).toBeGreaterThanOrEqual(0);
    expect(place!.x + 20).toBeLessThanOrEqual(400);
    expect(place!.y).toBeGreaterThan(0);
    expect(place!.y).toBeLessThan(300);
  }
});

test('a label without room is left out, and one beside another mark does not cover it', () => {
  const crowd = Array.from({ length: 60 }, (_, i) => ({ x: 200, y: 100 + i, width: 20 }));
  const places = placeLabels(crowd, [], AREA);
  expect(places.some((place) => place === null)).toBe(true);
  expect(places.some((place) => place !== null)).toBe(true);
  const [place] = placeLabels([{ x: 100, y: 100, width: 20 }], [], AREA, [
    { x: 85, y: 70, width: 30, height: 24 },
  ]);
  expect(place).not.toEqual({ x: 100, y: 85.5 });
});

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('spread leaves labels alone that have room, and parts others evenly', () => {
  expect(spread([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
  expect(spread([50, 50], 15, 0, 100)).toEqual([42.5, 57.5]);
  expect(spread([98, 99], 15, 0, 100)).toEqual([85, 100]);
});

test('spread keeps order, distance and bounds', () => {
  const wishes = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(wishes, (wished) => {
      const places = spread(wished, 15, 0, 300);
      const order = wished.map((_, i) => i).sort((a, b) => wished[a]! - wished[b]! || a - b);
      for (let i = 1; i < order.length; i++) {
        expect(places[order[i]!]! - places[order[i - 1]!]!).toBeGreaterThanOrEqual(15 - 1e-9);
      }
      expect(Math.min(...places)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(...places)).toBeLessThanOrEqual(300 + 1e-9);
    }),
  );
});
