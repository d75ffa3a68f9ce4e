import type { TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { LIGHT } from '../../src/charts/index.js';
import { tradeOff } from '../../src/charts/trade-off.js';
import { sample } from './samples.js';

interface Row {
  readonly label?: string;
  readonly text?: string;
  readonly knee?: boolean;
  readonly size?: number;
  readonly fill?: string;
  readonly x: number;
  readonly y: number;
}

interface Layer {
  readonly data: { readonly values: readonly Row[] };
  readonly mark?: { readonly type: string; readonly text?: string };
  readonly layer?: readonly { readonly mark: { readonly text?: string } }[];
}

/** The layers of the panel of the only rate. */
function layersOf(spec: TopLevelSpec): readonly Layer[] {
  return (spec as unknown as { concat: { layer: Layer[] }[] }).concat[0]!.layer;
}

const LOOK = { palette: LIGHT, width: 900 };
const SIZES = [1, 2, 4, 8, 16];

test('labels every stable point, and sets the unstable ones apart as hollow', () => {
  const { sweep } = sample({ batchSizes: SIZES, requests: 2000 });
  const layers = layersOf(tradeOff.spec(sweep, LOOK));
  const unstable = sweep.result.points.filter(({ stable }) => stable === false);
  expect(unstable.map(({ batchSize }) => batchSize)).toEqual([1, 2]);
  const labels = layers
    .filter(({ mark }) => mark?.type === 'text')
    .map(({ data }) => data.values.flatMap(({ label }) => label ?? []))
    .filter((each) => each.length > 0);
  expect(labels).toEqual([expect.arrayContaining(['4', '8', '16']), ['1', '2']]);
  const points = layers.filter(({ mark }) => mark?.type === 'point').flatMap(({ data }) => data.values);
  const hollow = points.filter(({ fill }) => fill === LIGHT.background);
  expect(hollow.map(({ label }) => label)).toEqual(['1', '2']);
  expect(hollow.every(({ size }) => size === undefined)).toBe(true);
});

test('joins the frontier by rising capacity and makes its points large', () => {
  const { sweep } = sample({ batchSizes: SIZES, waits: ['full'], requests: 2000 });
  const { result } = sweep;
  const { frontier } = result.groups[0]!;
  expect(frontier.length).toBeGreaterThan(1);
  const layers = layersOf(tradeOff.spec(sweep, LOOK));
  const line = layers.find(({ mark }) => mark?.type === 'line')!.data.values;
  const { of } = tradeOff.places(sweep, LOOK);
  expect(line).toEqual(frontier.map((index) => of(result.points[index]!)[0]!).map(({ x, y }) => ({ x, y })));
  expect(line.map(({ y }) => y)).toEqual(line.map(({ y }) => y).sort((a, b) => b - a));
  const points = layers.filter(({ mark }) => mark?.type === 'point').flatMap(({ data }) => data.values);
  const large = points.filter(({ size }) => size === 100);
  expect(large).toHaveLength(frontier.length);
});

test('rings the knee and names it', () => {
  const { sweep } = sample({ batchSizes: [4, 8, 16], requests: 300 });
  const { result } = sweep;
  const knee = { ...result.groups[0]!, frontier: [0, 1, 2], knee: 1 };
  const layers = layersOf(tradeOff.spec({ result: { ...result, groups: [knee] } }, LOOK));
  expect(layers.flatMap(({ data }) => data.values).map(({ label }) => label)).toContain('8 knee');
});

test('draws the target where there is one, and says so when it is not about the p99', () => {
  const texts = (attainment: number) => {
    const { sweep } = sample({ batchSizes: SIZES, slo: { e2eMs: 4000, attainment } });
    return layersOf(tradeOff.spec(sweep, LOOK)).flatMap(
      ({ data }) => data?.values.map(({ text }) => text) ?? [],
    );
  };
  expect(texts(0.99)).toContain('target 4 s');
  expect(texts(0.9)).toContain('target 4 s for 90 %');
  const without = layersOf(tradeOff.spec(sample({ batchSizes: SIZES }).sweep, LOOK));
  expect(JSON.stringify(without)).not.toContain('target');
});

test('says that nothing is stable instead of showing an empty plot', () => {
  const { sweep } = sample({ batchSizes: [1, 2], rates: [30] });
  expect(JSON.stringify(layersOf(tradeOff.spec(sweep, LOOK)))).toContain(
    'no batch size is stable at this rate',
  );
  expect(tradeOff.alternative(sweep)).toBe('At 30 requests/s: no stable point, so no frontier.');
});
