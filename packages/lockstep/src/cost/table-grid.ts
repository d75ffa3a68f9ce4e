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

/**
 * Lays points on a grid and fills its holes, such as the batches that ran out of memory or a sweep of one
 * dimension at a time. Prefill works on all prompt tokens of a batch at once, so that batch size × length
 * places it among the measured points; a step hangs on the batch size first, so that it is read off the same row.
 * @throws CostError for the same point twice
 */
export function tableGrid(points: readonly TablePoint[]): TableGrid {
  const batchSizes = rising(points.map((point) => point.batchSize));
  const promptLengths = rising(points.map((point) => point.promptTokens));
  const cells = batchSizes.length * promptLengths.length;
  const grid = {
    batchSizes,
    promptLengths,
    prefillMs: new Float64Array(cells),
    stepMs: new Float64Array(cells),
    filled: new Uint8Array(cells).fill(1),
  };
  for (const { batchSize, promptTokens, prefillMs, stepMs } of points) {
    const cell = batchSizes.indexOf(batchSize) * promptLengths.length + promptLengths.indexOf(promptTokens);
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
  const prefillAtTotal = totals.map((total) => mean(points.filter((point) => totalTokens(point) === total)));
  batchSizes.forEach((batchSize, row) => {
    const measured = points
      .filter((point) => point.batchSize === batchSize)
      .sort((a, b) => a.promptTokens - b.promptTokens);
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

function totalTokens({ batchSize, promptTokens }: TablePoint): number {
  return batchSize * promptTokens;
}

function mean(points: readonly TablePoint[]): number {
  return points.reduce((sum, { prefillMs }) => sum + prefillMs, 0) / points.length;
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
