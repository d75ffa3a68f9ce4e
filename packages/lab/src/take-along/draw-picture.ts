import { type Chart, DARK, LIGHT, RUN_CHARTS, SWEEP_CHARTS } from 'lockstep-cli/charts';
import { pngOf, svgOf } from '../curves/vega.js';
import { isDark } from '../look/theme.js';
import type { ShownRun } from '../simulation/shown-run.js';
import type { ShownSweep } from '../state/lab.js';

export type PictureFormat = 'svg' | 'png';

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
  release: ShownRun['release'],
  format: PictureFormat,
): Promise<Blob | null> {
  const result = chart === 'heatmap' ? (all ?? atRate) : atRate;
  return drawChart(SWEEP_CHARTS, chart, { result, release }, format);
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
  return format === 'png' ? pngOf(spec) : new Blob([await svgOf(spec)], { type: 'image/svg+xml' });
}
