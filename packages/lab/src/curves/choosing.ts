import { heatmap, type SweepChart } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import type { Changes } from '../state/lab.js';

/** What choosing a point of a chart changes. */
export function choiceOf(chart: SweepChart, { batchSize, rate }: SweepPoint): Changes {
  const size = batchSize === Infinity ? 'inf' : batchSize;
  return chart === heatmap && rate !== null ? { batchSize: size, rate } : { batchSize: size };
}

const STEPS: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * The point that an arrow key leads to from a batch size and a rate. On a heatmap rates go across and sizes go up;
 * elsewhere every arrow goes through the sizes, but where they stand below one another, down is the next.
 * @returns null for another key, and beyond the last point
 */
export function pointByKey(
  chart: SweepChart,
  key: string,
  points: readonly SweepPoint[],
  from: Pick<SweepPoint, 'batchSize' | 'rate'>,
): SweepPoint | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const [across, up] = step;
  if (chart !== heatmap) {
    const rowsGoDown = chart.name === 'where-time-goes';
    return neighbor(points, 'batchSize', from, across + (rowsGoDown ? -up : up));
  }
  const sameSize = points.filter(({ batchSize }) => batchSize === from.batchSize);
  const sameRate = points.filter(({ rate }) => rate === from.rate);
  return across !== 0 ? neighbor(sameSize, 'rate', from, across) : neighbor(sameRate, 'batchSize', from, up);
}

function neighbor(
  points: readonly SweepPoint[],
  key: 'batchSize' | 'rate',
  from: Pick<SweepPoint, 'batchSize' | 'rate'>,
  by: number,
): SweepPoint | null {
  const at = from[key] ?? 0;
  const sorted = points.toSorted((a, b) => (a[key] ?? 0) - (b[key] ?? 0));
  const beyond = by > 0 ? sorted : sorted.reverse();
  return beyond.find((point) => ((point[key] ?? 0) - at) * by > 0) ?? null;
}
