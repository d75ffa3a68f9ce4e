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
  const spots =
    point === null ? [] : places.of(inTermsOf(chart, data, point)).map((place) => within(place, places));
  const symbols =
    chart === heatmap ? frames(places.reach) : [chart.name === 'where-time-goes' ? ARROW : DIAMOND];
  return byPanel(spots, ({ x, y }) => symbols.map((symbol) => ({ x, y, ...symbol })));
}

type Symbol = Omit<Mark, 'x' | 'y'>;

const DIAMOND: Symbol = { shape: 'diamond', size: 190, fill: THEMABLE.series2, stroke: THEMABLE.background };
const ARROW: Symbol = { ...DIAMOND, shape: 'triangle-right', size: 90 };
/** At this area the path of a symbol is in px. */
const IN_PX = 4;

/** Around a cell, light and dark, as one of them can be seen on every color. */
function frames(reach: Places['reach']): Symbol[] {
  return [
    { inset: 2, stroke: THEMABLE.ink },
    { inset: 4, stroke: THEMABLE.background },
  ].map(({ inset, stroke }) => {
    const [x, y] = [reach.x - inset, reach.y - inset];
    return { shape: `M${-x},${-y}H${x}V${y}H${-x}Z`, size: IN_PX, fill: 'transparent', stroke };
  });
}

/** Another sweep, on the axes of this one. */
export function ghostsOf(
  chart: SweepChart,
  places: Places,
  data: SweepData,
  points: readonly SweepPoint[],
): GhostPoint[][] {
  const hasLines = chart !== heatmap && chart.name !== 'where-time-goes';
  const spots = hasLines ? points.flatMap((point) => places.of(inTermsOf(chart, data, point))) : [];
  const inside = spots.filter((place) => within(place, places) === place);
  return byPanel(inside, ({ x, y, series }) => [{ x, y, line: series, color: THEMABLE.ink }]);
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

/** A place beyond the axes is moved to their edge; one within them stays as it is. */
function within(place: Place, { plot }: Places): Place {
  const x = Math.min(Math.max(place.x, 0), plot.width);
  const y = Math.min(Math.max(place.y, 0), plot.height);
  return x === place.x && y === place.y ? place : { ...place, x, y };
}
