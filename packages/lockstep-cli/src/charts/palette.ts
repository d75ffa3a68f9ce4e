/** Every color of a picture by its purpose. Marks reach a contrast of 3:1 on `background`, text 4.5:1. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  /** Behind what is unstable. */
  readonly band: string;
  readonly blocked: string;
  readonly forming: string;
  readonly formingFill: string;
  readonly own: string;
  /** Text on bars of these two. */
  readonly onBlocked: string;
  readonly onOwn: string;
  readonly held: string;
  readonly heldFill: string;
  /** A request without an answer, a missed target. */
  readonly alarm: string;
  readonly mean: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly series1: string;
  readonly series2: string;
  readonly series3: string;
  readonly series4: string;
  readonly series5: string;
  /** Low to high, with the text on each: steps of viridis (van der Walt and Smith, CC0). */
  readonly heat1: string;
  readonly heat2: string;
  readonly heat3: string;
  readonly heat4: string;
  readonly heat5: string;
  readonly heat6: string;
  readonly heat7: string;
  readonly onDarkHeat: string;
  readonly onLightHeat: string;
}

const HEAT = {
  heat1: '#440154',
  heat2: '#443983',
  heat3: '#31688e',
  heat4: '#21828c',
  heat5: '#35b779',
  heat6: '#90d743',
  heat7: '#fde725',
  onDarkHeat: '#ffffff',
  onLightHeat: '#0f172a',
};

export const LIGHT: Palette = {
  ...HEAT,
  background: '#ffffff',
  ink: '#0f172a',
  muted: '#5b6879',
  axis: '#cbd5e1',
  grid: '#e9edf2',
  band: '#f3f5f8',
  blocked: '#8b95a5',
  forming: '#8b95a5',
  formingFill: '#eceff3',
  own: '#2563eb',
  onBlocked: '#0f172a',
  onOwn: '#ffffff',
  held: '#5f8df0',
  heldFill: '#dbe7fe',
  alarm: '#c81e4a',
  mean: '#64748b',
  p50: '#4f8ff7',
  p95: '#2457d6',
  p99: '#172a6e',
  series1: '#2563eb',
  series2: '#c2570c',
  series3: '#0b8a6a',
  series4: '#a33f97',
  series5: '#475569',
};

export const DARK: Palette = {
  ...HEAT,
  background: '#0f172a',
  ink: '#e8edf5',
  muted: '#9aa7ba',
  axis: '#3b4a61',
  grid: '#1f2b40',
  band: '#172136',
  blocked: '#7f8da3',
  forming: '#7f8da3',
  formingFill: '#273449',
  own: '#5b97fb',
  onBlocked: '#0f172a',
  onOwn: '#0f172a',
  held: '#5b84cf',
  heldFill: '#1f3358',
  alarm: '#fb7193',
  mean: '#94a3b8',
  p50: '#4a86ee',
  p95: '#8db9ff',
  p99: '#dce9ff',
  series1: '#5b97fb',
  series2: '#f0944d',
  series3: '#2fc49b',
  series4: '#d98ad0',
  series5: '#a9b5c6',
};

const names = Object.keys(LIGHT) as readonly (keyof Palette)[];

/** For pictures inside a page: every color a CSS variable, light where the page does not set it. */
export const THEMABLE = Object.fromEntries(
  names.map((name) => [name, `var(--chart-${name}, ${LIGHT[name]})`]),
) as unknown as Palette;

/** The declarations that make `THEMABLE` pictures take a palette's colors. */
export function cssVariables(palette: Palette): string {
  return names.map((name) => `--chart-${name}:${palette[name]}`).join(';');
}

/** A picture drawn with `THEMABLE`, in the fixed colors of a palette. */
export function inColors(svg: string, palette: Palette): string {
  return svg.replace(/var\(--chart-(\w+), #[0-9a-f]{6}\)/g, (_, name: keyof Palette) => palette[name]);
}

/** The colors of series without an order of their own, repeated where there are more. */
export function seriesColor(palette: Palette, index: number): string {
  return [palette.series1, palette.series2, palette.series3, palette.series4, palette.series5][index % 5]!;
}
