import {
  type Chart,
  DARK,
  type FontData,
  LIGHT,
  RUN_CHARTS,
  SWEEP_CHARTS,
  withFonts,
} from 'lockstep-cli/charts';
import { pngOf, svgOf } from '../curves/vega.js';
import { FileError } from '../open/file-error.js';
import { isDark } from '../look/theme.js';
import type { ShownRun } from '../simulation/shown-run.js';
import type { ShownSweep } from '../state/lab.js';

export type PictureFormat = 'svg' | 'png';

const REGULAR = new URL('../../../lockstep-cli/assets/fonts/Inter-Regular-charts.woff2', import.meta.url);
const SEMI_BOLD = new URL('../../../lockstep-cli/assets/fonts/Inter-SemiBold-charts.woff2', import.meta.url);

/** As wide as in the command line's report (px). */
const WIDTH = 936;

/** Draws a chart of a run in the colors of the page; null where the run has nothing for it. */
export function drawRun(chart: string, run: ShownRun, format: PictureFormat): Promise<Blob | null> {
  return drawChart(RUN_CHARTS, chart, run, format);
}

/** Draws a chart of a sweep: of the rate that is asked for, but the heatmap of all. */
export function drawSweep(
  chart: string,
  { atRate, all }: ShownSweep,
  format: PictureFormat,
): Promise<Blob | null> {
  const result = chart === 'heatmap' ? (all ?? atRate) : atRate;
  return drawChart(SWEEP_CHARTS, chart, { result }, format);
}

async function drawChart<Data>(
  charts: readonly Chart<Data>[],
  name: string,
  data: Data,
  format: PictureFormat,
): Promise<Blob | null> {
  const chart = charts.find((each) => each.name === name)!;
  if (!chart.applies(data)) return null;
  // Texts are measured and painted with the page's fonts.
  await document.fonts.ready;
  const spec = chart.spec(data, { palette: isDark() ? DARK : LIGHT, width: WIDTH });
  if (format === 'png') return pngOf(spec);
  const [svg, fonts] = await Promise.all([svgOf(spec), fontData()]);
  return new Blob([withFonts(svg, fonts)], { type: 'image/svg+xml' });
}

let loaded: Promise<FontData> | null = null;

/** The fonts that a picture in a file carries along; fetched with the first one. */
function fontData(): Promise<FontData> {
  loaded ??= Promise.all([REGULAR, SEMI_BOLD].map(inBase64)).then(
    ([regular, semiBold]) => ({ regular: regular!, semiBold: semiBold! }),
    (error: unknown) => {
      loaded = null;
      throw error;
    },
  );
  return loaded;
}

async function inBase64(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok)
    throw new FileError(`cannot read the font ${url.pathname}: the server answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
