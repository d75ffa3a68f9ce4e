import { CostError } from './cost-model.js';
import { piecewiseLinear } from './piecewise-linear.js';
import type { TablePoint } from './table-point.js';

/** Measured points on a full grid: a row per batch size, a column per prompt length, values row after row. */
export interface TableGrid {
  /** Rising. */
  readonly batchSizes: readonly number[];
  /** Rising. */
  readonly promptLengths: readonly number[];
  readonly prefillMs: Float64Array;
  readonly stepMs: Float64Array;
  /** 1 where nothing was measured and the value was filled in. */
  readonly filled: Uint8Array;
}

const MOST_CELLS = 1_000_000;

/**
 * Lays points on a grid and fills its holes, such as the batches that ran out of memory or a sweep of one
 * dimension at a time. Prefill works on all prompt tokens of a batch at once, so that batch size × length
 * places it among the measured points; a step hangs on the batch size first, so that it is read off the same row.
 * @throws CostError for the same point twice, or for more than a million cells
 */
export function tableGrid(points: readonly TablePoint[]): TableGrid {
  const batchSizes = rising(points.map((point) => point.batchSize));
  const promptLengths = rising(points.map((point) => point.promptTokens));
  const cells = batchSizes.length * promptLengths.length;
  if (cells > MOST_CELLS) {
    throw new CostError(
      `table: expected at most ${MOST_CELLS} cells, got ${batchSizes.length} batch sizes × ${promptLengths.length} ` +
        'prompt lengths',
    );
  }
  const rowOf = places(batchSizes);
  const columnOf = places(promptLengths);
  const grid = {
    batchSizes,
    promptLengths,
    prefillMs: new Float64Array(cells),
    stepMs: new Float64Array(cells),
    filled: new Uint8Array(cells).fill(1),
  };
  for (const { batchSize, promptTokens, prefillMs, stepMs } of points) {
    const cell = rowOf.get(batchSize)! * promptLengths.length + columnOf.get(promptTokens)!;
    if (grid.filled[cell] === 0) {
      throw new CostError(
        `table: expected each point once, got batch size ${batchSize} with ${promptTokens} prompt tokens twice`,
      );
    }
    grid.filled[cell] = 0;
    grid.prefillMs[cell] = prefillMs;
    grid.stepMs[cell] = stepMs;
  }
  fillHoles(grid, points);
  return grid;
}

function fillHoles(
  { batchSizes, promptLengths, prefillMs, stepMs, filled }: TableGrid,
  points: readonly TablePoint[],
) {
  const totals = rising(points.map(totalTokens));
  const byTotal = groups(points, totalTokens);
  const byBatchSize = groups(points, (point) => point.batchSize);
  const prefillAtTotal = totals.map((total) => mean(byTotal.get(total)!));
  batchSizes.forEach((batchSize, row) => {
    const measured = byBatchSize.get(batchSize)!.sort((a, b) => a.promptTokens - b.promptTokens);
    const lengths = measured.map((point) => point.promptTokens);
    const steps = measured.map((point) => point.stepMs);
    promptLengths.forEach((length, column) => {
      const cell = row * promptLengths.length + column;
      if (filled[cell] === 0) return;
      prefillMs[cell] = piecewiseLinear(totals, prefillAtTotal, batchSize * length);
      stepMs[cell] = piecewiseLinear(lengths, steps, length);
    });
  });
}

/** The place of each value in a list. */
function places(values: readonly number[]): Map<number, number> {
  return new Map(values.map((value, place) => [value, place]));
}

function groups(points: readonly TablePoint[], of: (point: TablePoint) => number): Map<number, TablePoint[]> {
  const byValue = new Map<number, TablePoint[]>();
  for (const point of points) {
    const value = of(point);
    const group = byValue.get(value);
    if (group === undefined) byValue.set(value, [point]);
    else group.push(point);
  }
  return byValue;
}

function totalTokens({ batchSize, promptTokens }: TablePoint): number {
  return batchSize * promptTokens;
}

function mean(points: readonly TablePoint[]): number {
  return points.reduce((sum, { prefillMs }) => sum + prefillMs, 0) / points.length;
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
