import { compile } from 'vega-lite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Chart, LIGHT, type Look, RUN_CHARTS, SWEEP_CHARTS, THEMABLE } from '../../src/charts/index.js';
import { toSvg } from '../../src/charts/render.js';
import { SAMPLES } from './samples.js';

const LOOKS: Record<string, Look> = {
  wide: { palette: LIGHT, width: 936 },
  narrow: { palette: THEMABLE, width: 340 },
};

afterEach(() => vi.restoreAllMocks());

for (const [name, make] of Object.entries(SAMPLES)) {
  describe(name, () => {
    const { sweep, run } = make();
    for (const chart of SWEEP_CHARTS) obeysContract(chart, sweep);
    for (const chart of RUN_CHARTS) obeysContract(chart, run);
  });
}

function obeysContract<Data>(chart: Chart<Data>, data: Data): void {
  if (!chart.applies(data)) {
    test.skip(`${chart.name}: the data have nothing for it`);
    return;
  }
  test(`${chart.name} is plain JSON that says the same again`, () => {
    const spec = chart.spec(data, LOOKS.wide!);
    expect(JSON.parse(exact(spec))).toEqual(spec);
    expect(chart.spec(data, LOOKS.wide!)).toEqual(spec);
  });

  for (const [width, look] of Object.entries(LOOKS)) {
    test(`${chart.name}, ${width}, is drawn within its width`, async () => {
      const warned = vi.spyOn(console, 'warn');
      const spec = chart.spec(data, look);
      compile(spec);
      expect(warned.mock.calls).toEqual([]);
      const svg = await toSvg(spec);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(Number(/width="([\d.]+)"/.exec(svg)![1])).toBeLessThanOrEqual(look.width + 1);
    });
  }

  test(`${chart.name} has a title, says what is shown, and comes in words`, () => {
    const { title } = chart.spec(data, LOOKS.wide!) as { title: { text: string[]; subtitle: string[] } };
    expect(title.text.join('')).not.toBe('');
    expect(title.subtitle.join('')).not.toBe('');
    for (const text of [chart.caption(data), chart.alternative(data)]) {
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });
}

/** JSON turns NaN and Infinity into null without a word. */
function exact(spec: object): string {
  return JSON.stringify(spec, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
    return value;
  });
}

test('every chart has a name of its own', () => {
  const sweepNames = SWEEP_CHARTS.map(({ name }) => name);
  const runNames = RUN_CHARTS.map(({ name }) => name);
  expect(new Set(sweepNames).size).toBe(sweepNames.length);
  expect(new Set(runNames).size).toBe(runNames.length);
});
