import {
  type GhostPoint,
  heatmap,
  type Mark,
  type Place,
  type Places,
  type SweepChart,
  type SweepData,
  THEMABLE,
} from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';

/** The marks of the run that is shown, panel by panel. */
export function marksOf(
  chart: SweepChart,
  places: Places,
  data: SweepData,
  point: SweepPoint | null,
): Mark[][] {
  const spots = point === null ? [] : places.of(inTermsOf(chart, data, point));
  const [symbol, halo] =
    chart === heatmap ? [RING, RING_HALO] : [chart.name === 'where-time-goes' ? ARROW : DIAMOND];
  return byPanel(spots, ({ x, y }) => [
    { x, y, ...symbol },
    ...(halo === undefined ? [] : [{ x, y, ...halo }]),
  ]);
}

const DIAMOND = { shape: 'diamond', size: 190, fill: THEMABLE.series2, stroke: THEMABLE.background };
const ARROW = { ...DIAMOND, shape: 'triangle-right', size: 90 };
/** Light and dark, as one of them can be seen on every color of a heatmap. */
const RING = { shape: 'circle', size: 640, fill: 'transparent', stroke: THEMABLE.onDarkHeat };
const RING_HALO = { ...RING, size: 480, stroke: THEMABLE.onLightHeat };

/** Another sweep, on the axes of this one. */
export function ghostsOf(
  chart: SweepChart,
  places: Places,
  data: SweepData,
  points: readonly SweepPoint[],
): GhostPoint[][] {
  const hasLines = chart !== heatmap && chart.name !== 'where-time-goes';
  const spots = hasLines ? points.flatMap((point) => places.of(inTermsOf(chart, data, point))) : [];
  return byPanel(spots, ({ x, y, series }) => [{ x, y, line: series, color: THEMABLE.ink }]);
}

/** A run under another wait rule or rate has its place in the one panel there is, but a heatmap has all rates. */
function inTermsOf(chart: SweepChart, { result }: SweepData, point: SweepPoint): SweepPoint {
  const { wait, rate } = result.points[0]!;
  return { ...point, wait, ...(chart !== heatmap && { rate }) };
}

function byPanel<Row>(places: readonly Place[], rows: (place: Place) => Row[]): Row[][] {
  const panels: Row[][] = [[]];
  for (const place of places) (panels[place.panel] ??= []).push(...rows(place));
  return panels;
}
