import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { LIGHT, SWEEP_CHARTS } from '../../src/charts/index.js';
import { toPng, toSvg } from '../../src/charts/render.js';
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

test('texts break into lines that fit, never within a phrase', () => {
  const lines = wrap('3 requests/s · wait rule gap:100ms · hollow\u00a0=\u00a0unstable', 160, 12.5);
  expect(lines.length).toBeGreaterThan(1);
  for (const each of lines) {
    expect(textWidth(each, 12.5)).toBeLessThanOrEqual(160);
    expect(each).not.toMatch(/^·|·$/);
  }
  expect(lines.at(-1)).toContain('hollow\u00a0=\u00a0unstable');
});
