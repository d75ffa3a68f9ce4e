import type { Coordinates, SweepPoint } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import { heatmap, LIGHT, type Look, type Place, SWEEP_CHARTS, THEMABLE } from '../../src/charts/index.js';
import type { SweepChart, SweepData } from '../../src/charts/index.js';
import { toSvg } from '../../src/charts/render.js';
import { type DrawnPanel, drawnPanels, type Spot } from './drawn-spots.js';
import { chartAxes } from '../../src/charts/chart-axes.js';
import { SAMPLES } from './samples.js';

const LOOKS: Record<string, Look> = {
  wide: { palette: LIGHT, width: 936, anchors: true },
  'just wide': { palette: LIGHT, width: 600, anchors: true },
  narrow: { palette: THEMABLE, width: 340, anchors: true },
};

/** How far from where it is drawn a place may be (px). */
const NEAR = 0.01;

for (const [name, make] of Object.entries(SAMPLES)) {
  describe(name, () => {
    const { sweep } = make();
    for (const chart of SWEEP_CHARTS.filter((each) => each.applies(sweep))) obeysContract(chart, sweep);
  });
}

function obeysContract(chart: SweepChart, data: SweepData): void {
  const { points } = data.result;
  for (const [width, look] of Object.entries(LOOKS)) {
    const places = chart.places(data, look);
    const { plot, reach } = places;
    const isInside = ({ x, y }: Place) => x >= 0 && x <= plot.width && y >= 0 && y <= plot.height;

    test(`${chart.name}, ${width}: every point is drawn where its places are`, async () => {
      const panels = drawnPanels(await toSvg(chart.spec(data, look)));
      const spots = points.flatMap((point) => places.of(point));
      expect(spots.length).toBeGreaterThan(0);
      for (const place of spots.filter(isInside)) {
        expect(marksOf(chart, panels[place.panel]!), JSON.stringify(place)).toSatisfy((marks: Spot[]) =>
          marks.some((mark) => Math.hypot(mark.x - place.x, mark.y - place.y) < NEAR),
        );
      }
      expect(new Set(spots.map(({ panel }) => panel)).size).toBe(panels.length);
    });

    test(`${chart.name}, ${width}: what lies beyond a panel lies beyond its value axis alone`, () => {
      for (const point of points) {
        for (const { x, y } of places.of(point)) {
          if (reach.x === Infinity) expect(x).toBe(0);
          else if (reach.y === Infinity) expect(x).toSatisfy((at: number) => at > 0 && at < plot.width);
          else expect(isInside({ panel: 0, series: '', x, y })).toBe(true);
        }
      }
    });
  }

  test(`${chart.name}: panels beside one another leave room for all of them`, () => {
    const { plot } = chart.places(data, LOOKS.wide!);
    expect(plot.width * columnsOf(chart, data)).toBeLessThan(LOOKS.wide!.width);
  });

  test(`${chart.name}: a size between two others has its place between theirs, and beyond the ends none`, () => {
    const places = chart.places(data, LOOKS.wide!);
    const sizes = [...new Set(points.map(({ batchSize }) => batchSize))].sort((a, b) => a - b);
    const first = points.find(({ batchSize }) => batchSize === sizes[0])!;
    // The trade-off has no axis of sizes: a run stands where its figures are. Where one size is swept, something else goes along.
    const hasSizes = chart.name !== 'trade-off';
    if (chartAxes(data.result).x.option !== 'batchSize') return;
    expect(
      places.of(ofSize(first, sizes.at(-1) === Infinity ? Infinity : sizes.at(-1)! * 2 + 1)).length > 0,
    ).toBe(!hasSizes || sizes.at(-1) === Infinity);
    if (!hasSizes) return;
    if (sizes[0]! > 1) expect(places.of(ofSize(first, 1))).toEqual([]);
    for (const [i, low] of sizes.slice(0, -1).entries()) {
      const high = sizes[i + 1]!;
      if (high === Infinity) continue;
      const at = (batchSize: number) => places.of(ofSize(first, batchSize))[0]!;
      const along = (place: Place) =>
        chart === heatmap || chart.name === 'where-time-goes' ? place.y : place.x;
      const [from, to] = [along(at(low)), along(at(high))];
      for (let size = low; size <= high; size++) {
        const share = Math.log(size / low) / Math.log(high / low);
        expect(along(at(size))).toBeCloseTo(from + share * (to - from), 6);
      }
    }
  });

  test(`${chart.name}: a wait rule that the sweep does not have has no place`, () => {
    const places = chart.places(data, LOOKS.wide!);
    const at = (other: Coordinates): SweepPoint => ({
      ...points[0]!,
      coordinates: { ...points[0]!.coordinates, ...other },
    });
    const stranger = at({ wait: 'gap:12345ms' });
    // What goes along has places between its values.
    const { x } = chartAxes(data.result);
    if (chart.name !== 'trade-off' && x.option !== 'wait') expect(places.of(stranger)).toEqual([]);
    const hasRates = data.result.axes.some(({ option }) => option === 'rate');
    if (hasRates && chart.name !== 'throughput' && x.option !== 'rate')
      expect(places.of(at({ rate: 12_345 }))).toEqual([]);
  });
}

/** The same point with another batch size. */
function ofSize(point: SweepPoint, batchSize: number): SweepPoint {
  const written = batchSize === Infinity ? 'inf' : batchSize;
  return { ...point, batchSize, coordinates: { ...point.coordinates, batchSize: written } };
}

function marksOf(chart: SweepChart, panel: DrawnPanel): readonly Spot[] {
  if (chart === heatmap) return panel.cells;
  return chart.name === 'where-time-goes' ? panel.bars : panel.symbols;
}

/** How many panels stand beside one another in a wide picture. */
function columnsOf(chart: SweepChart, data: SweepData): number {
  const { points, groups } = data.result;
  if (chart.name === 'trade-off') return Math.min(2, groups.length);
  const panels = new Set(
    points.flatMap((point) =>
      chart
        .places(data, LOOKS.wide!)
        .of(point)
        .map(({ panel }) => panel),
    ),
  );
  return Math.min(chart === heatmap || chart.name === 'throughput' ? 2 : 3, panels.size);
}
