import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { LIGHT, RUN_CHARTS, SWEEP_CHARTS, withFonts } from '../../src/charts/index.js';
import { FONT_FILES, toPng, toSvg } from '../../src/charts/render.js';
import { textWidth, wrap } from '../../src/charts/text-width.js';
import { SAMPLES } from './samples.js';

/** Columns of an SVG's PNG in which anything dark stands, in units of the SVG. */
function darkColumns(svg: string): number[] {
  const base64 = Buffer.from(toPng(svg)).toString('base64');
  const image = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="80"><image width="800" height="80" href="data:image/png;base64,${base64}"/></svg>`,
    { font: { loadSystemFonts: false } },
  ).render();
  // Every access to `pixels` copies them all.
  const { pixels, width } = image;
  const dark = new Set<number>();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i]! < 100 && pixels[i + 3]! > 200) dark.add((i / 4) % width);
  }
  return [...dark].map((column) => column / 2).sort((a, b) => a - b);
}

const line = (text: string, weight: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"><rect width="400" height="40" fill="white"/>` +
  `<text x="10" y="25" font-family="Inter" font-weight="${weight}" font-size="16px" fill="#000">${text}</text></svg>`;

test.each([
  [400, 'normal'],
  [600, 'bold'],
] as const)('text of weight %i has dark pixels, as wide as it was measured', (weight, name) => {
  const text = 'p99 E2E latency (s), batch size 16';
  const columns = darkColumns(line(text, weight));
  expect(columns.length).toBeGreaterThan(80);
  const width = columns.at(-1)! - columns[0]!;
  expect(Math.abs(width / textWidth(text, 16, name) - 1)).toBeLessThan(0.03);
});

test('the two weights differ', () => {
  expect(Buffer.compare(toPng(line('batch', 400)), toPng(line('batch', 600)))).not.toBe(0);
});

test('a chart as PNG has twice the pixels of its SVG, and text', async () => {
  const { sweep } = SAMPLES['one rate, one rule']!();
  const latency = SWEEP_CHARTS.find(({ name }) => name === 'latency')!;
  const svg = await toSvg(latency.spec(sweep, { palette: LIGHT, width: 820 }));
  const png = toPng(svg);
  const view = new DataView(png.buffer, png.byteOffset);
  const width = Number(/width="(\d+)/.exec(svg)![1]);
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  expect(Math.abs(view.getUint32(16) - 2 * width)).toBeLessThanOrEqual(2);
  const withoutTexts = svg.replace(/<text[^]*?<\/text>/g, '');
  expect(Buffer.compare(png, toPng(withoutTexts))).not.toBe(0);
});

test('the font is named with fallbacks', async () => {
  const { sweep } = SAMPLES['a single point']!();
  const svg = await toSvg(SWEEP_CHARTS[0]!.spec(sweep, { palette: LIGHT, width: 820 }));
  expect(svg).toMatch(/font-family="Inter, system-ui,[^"]*sans-serif"/);
});

test('a picture in a file brings its fonts, and says how wide each text is', async () => {
  const { sweep } = SAMPLES['a single point']!();
  const svg = await toSvg(SWEEP_CHARTS[0]!.spec(sweep, { palette: LIGHT, width: 820 }));
  const [regular, semiBold] = [FONT_FILES.regularForCharts, FONT_FILES.semiBoldForCharts].map((file) =>
    readFileSync(file).toString('base64'),
  );
  const alone = withFonts(svg, { regular: regular!, semiBold: semiBold! });
  expect(alone).toContain(
    `@font-face{font-family:Inter;font-weight:400;src:url(data:font/woff2;base64,${regular!}`,
  );
  expect(alone).toContain(
    `@font-face{font-family:Inter;font-weight:600;src:url(data:font/woff2;base64,${semiBold!}`,
  );
  // What both of them add to a file.
  expect(alone.length - svg.length).toBeLessThan(30_000);
  const texts = [...alone.matchAll(/<text([^>]*)>([^<]+)<\/text>/g)];
  expect(texts.length).toBeGreaterThan(5);
  for (const [, attributes, text] of texts) {
    const size = Number(/font-size="([\d.]+)px"/.exec(attributes!)![1]);
    const weight = attributes!.includes('font-weight="600"') ? 'bold' : 'normal';
    const length = Number(/textLength="([\d.]+)"/.exec(attributes!)![1]);
    expect(length, text).toBeCloseTo(textWidth(text!.replaceAll('&amp;', '&'), size, weight), 1);
  }
});

test('every character that pictures write is in the fonts that they bring', async () => {
  const written = new Set<string>();
  for (const make of Object.values(SAMPLES)) {
    const { sweep, run } = make();
    const specs = [
      ...SWEEP_CHARTS.filter((chart) => chart.applies(sweep)).map((chart) =>
        chart.spec(sweep, { palette: LIGHT, width: 820 }),
      ),
      ...RUN_CHARTS.filter((chart) => chart.applies(run)).map((chart) =>
        chart.spec(run, { palette: LIGHT, width: 820 }),
      ),
    ];
    for (const character of JSON.stringify(specs)) written.add(character);
  }
  const known =
    /[\u0020-\u007e\u00a0\u00b1\u00b5\u00b7\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2190-\u2193\u2212\u221e\u2264\u2265\u25b2\u25b6\u25bc]/;
  expect([...written].filter((character) => !known.test(character))).toEqual([]);
});

test('texts break into lines that fit, never within a phrase', () => {
  const lines = wrap('3 requests/s · wait rule gap:100ms · hollow\u00a0=\u00a0unstable', 160, 12.5);
  expect(lines.length).toBeGreaterThan(1);
  for (const each of lines) {
    expect(textWidth(each, 12.5)).toBeLessThanOrEqual(160);
    expect(each).not.toMatch(/^·|·$/);
  }
  expect(lines.at(-1)).toContain('hollow\u00a0=\u00a0unstable');
});
