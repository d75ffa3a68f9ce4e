import { describe, expect, test } from 'vitest';
import { cssVariables, DARK, inColors, LIGHT, type Palette, THEMABLE } from '../../src/charts/index.js';

const TEXTS = ['ink', 'muted', 'alarm'] as const;
const MARKS = [
  'blocked',
  'forming',
  'own',
  'held',
  'mean',
  'p50',
  'p95',
  'p99',
  'series1',
  'series2',
  'series3',
  'series4',
  'series5',
] as const;

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('%s', (_, palette: Palette) => {
  test.each(TEXTS)('%s can be read', (name) => {
    expect(contrast(palette[name], palette.background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.band)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)('%s can be seen', (name) => {
    expect(contrast(palette[name], palette.background)).toBeGreaterThanOrEqual(3);
  });

  test('texts on bars and cells can be read', () => {
    expect(contrast(palette.onBlocked, palette.blocked)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.onOwn, palette.own)).toBeGreaterThanOrEqual(4.5);
    for (const fill of [palette.formingFill, palette.heldFill]) {
      expect(contrast(palette.ink, fill)).toBeGreaterThanOrEqual(4.5);
    }
    for (const step of ['heat1', 'heat2', 'heat3', 'heat4'] as const) {
      expect(contrast(palette.onDarkHeat, palette[step])).toBeGreaterThanOrEqual(4.5);
    }
    for (const step of ['heat5', 'heat6', 'heat7'] as const) {
      expect(contrast(palette.onLightHeat, palette[step])).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('the wait rules of a chart differ in luminance or hue from one another', () => {
  const series = [LIGHT.series1, LIGHT.series2, LIGHT.series3, LIGHT.series4, LIGHT.series5];
  expect(new Set(series).size).toBe(series.length);
});

test('a themable picture takes the colors of any palette', () => {
  const themable = `<rect fill="${THEMABLE.own}" stroke="${THEMABLE.ink}"/>`;
  expect(inColors(themable, DARK)).toBe(`<rect fill="${DARK.own}" stroke="${DARK.ink}"/>`);
  expect(cssVariables(DARK)).toContain(`--chart-own:${DARK.own}`);
});
