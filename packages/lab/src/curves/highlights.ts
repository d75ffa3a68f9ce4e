import { heatmap, type Place, type Places, type SweepChart, type SweepData } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';

/** The spots of the run that is shown. */
export function spotsOf(chart: SweepChart, places: Places, data: SweepData, point: SweepPoint): Place[] {
  return places.of(inTermsOf(chart, data, point)).map((place) => within(place, places));
}

/** Another sweep on the axes of this one, line by line; what lies beyond them is left out. */
export function ghostsOf(
  chart: SweepChart,
  places: Places,
  data: SweepData,
  points: readonly SweepPoint[],
): Place[][] {
  if (chart === heatmap || chart.name === 'where-time-goes') return [];
  const lines = new Map<string, Place[]>();
  for (const point of points) {
    for (const place of places.of(inTermsOf(chart, data, point))) {
      if (within(place, places) !== place) continue;
      const line = `${place.panel} ${place.series}`;
      lines.set(line, [...(lines.get(line) ?? []), place]);
    }
  }
  return [...lines.values()];
}

/** A run under another wait rule or rate has its place in the one panel there is, but a heatmap has all rates. */
function inTermsOf(chart: SweepChart, { result }: SweepData, point: SweepPoint): SweepPoint {
  const { wait, rate, coordinates } = result.points[0]!;
  const { batchSize, rate: own } = point.coordinates;
  const kept = {
    ...(batchSize !== undefined && { batchSize }),
    ...(chart === heatmap && own !== undefined && { rate: own }),
  };
  return {
    ...point,
    wait,
    ...(chart !== heatmap && { rate }),
    coordinates: { ...coordinates, ...kept },
  };
}

/** A place beyond the axes is moved to their edge; one within them stays as it is. */
function within(place: Place, { plot }: Places): Place {
  const x = Math.min(Math.max(place.x, 0), plot.width);
  const y = Math.min(Math.max(place.y, 0), plot.height);
  return x === place.x && y === place.y ? place : { ...place, x, y };
}
