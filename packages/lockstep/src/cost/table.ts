import { type BatchShape, CostError, type CostModel } from './cost-model.js';
import { GrowingSteps } from './growing-steps.js';
import { atLeastZero, preset, wholeFromOne } from './parameter.js';
import { blend, segment, weight } from './piecewise-linear.js';
import { type TableGrid, tableGrid } from './table-grid.js';
import { TABLE_PRESETS } from './splitwise.js';

/** One measurement: batches of one size, all prompts of one length. */
export interface TablePoint {
  /** Rows, an integer ≥ 1. */
  readonly batchSize: number;
  /** Length of every prompt, an integer ≥ 0. */
  readonly promptTokens: number;
  /** From the batch's start to its first token (ms), finite, ≥ 0. */
  readonly prefillMs: number;
  /** Mean time of a decode step after that (ms), finite, ≥ 0. */
  readonly stepMs: number;
}

export interface TableOptions {
  /** The model's name (default `table:PRESET`, or `table` for points of your own). */
  readonly name?: string;
}

/**
 * The time of a batch from measurements: prefill, then longest output − 1 decode steps, all alike.
 *
 * Prefill and step are bilinear in batch size and longest prompt between the measured ones. Below the smallest
 * they are held; above the largest the last segment is continued, unless it falls. A combination of a measured
 * batch size and a measured length that was not measured itself is filled in: its prefill from the points by
 * their prompt tokens in all (batch size × length), its step from the same batch size at other lengths. A batch
 * whose time rests on anything but measured points around it has `extrapolated` set.
 * @param source a name in TABLE_PRESETS, or at least one point, each combination once
 * @throws CostError for an unknown name, no points, the same point twice, or a number out of range
 */
export function table(source: string | readonly TablePoint[], options: TableOptions = {}): CostModel {
  const points = typeof source === 'string' ? preset('table', 'measurements', TABLE_PRESETS, source) : source;
  if (points.length === 0) throw new CostError('table: expected at least one point, got none');
  for (const point of points) checkPoint(point);
  const grid = tableGrid(points);
  const { batchSizes, promptLengths } = grid;
  const largestSize = batchSizes.at(-1)!;
  const longestLength = promptLengths.at(-1)!;

  return {
    name: options.name ?? (typeof source === 'string' ? `table:${source}` : 'table'),
    time: ({ size, longestPrompt, longestOutput }: BatchShape) => {
      const row = segment(batchSizes, size);
      const column = segment(promptLengths, longestPrompt);
      const w = weight(batchSizes, row, size);
      const v = weight(promptLengths, column, longestPrompt);
      const beyond =
        size < batchSizes[0] ||
        size > largestSize ||
        longestPrompt < promptLengths[0] ||
        longestPrompt > longestLength;
      return new GrowingSteps(
        read(grid, grid.prefillMs, row, column, w, v),
        read(grid, grid.stepMs, row, column, w, v),
        0,
        longestOutput,
        beyond || restsOnFilled(grid, row, column, w, v),
      );
    },
  };
}

/** Bilinear within the cell at row and column; beyond the grid never less than at its edge. */
function read(
  grid: TableGrid,
  values: Float64Array,
  row: number,
  column: number,
  w: number,
  v: number,
): number {
  const at = bilinear(grid, values, row, column, w, v);
  return w > 1 || v > 1
    ? Math.max(at, bilinear(grid, values, row, column, Math.min(w, 1), Math.min(v, 1)))
    : at;
}

function bilinear(
  grid: TableGrid,
  values: Float64Array,
  row: number,
  column: number,
  w: number,
  v: number,
): number {
  const width = grid.promptLengths.length;
  const here = row * width + column;
  const right = column + 1 < width ? 1 : 0;
  const down = row + 1 < grid.batchSizes.length ? width : 0;
  return blend(
    blend(values[here], values[here + right], v),
    blend(values[here + down], values[here + down + right], v),
    w,
  );
}

/** Whether a corner that was filled in has a part in the value. */
function restsOnFilled(grid: TableGrid, row: number, column: number, w: number, v: number): boolean {
  const width = grid.promptLengths.length;
  const here = row * width + column;
  return (
    (w !== 1 && v !== 1 && grid.filled[here] === 1) ||
    (w !== 1 && v !== 0 && grid.filled[here + 1] === 1) ||
    (w !== 0 && v !== 1 && grid.filled[here + width] === 1) ||
    (w !== 0 && v !== 0 && grid.filled[here + width + 1] === 1)
  );
}

function checkPoint({ batchSize, promptTokens, prefillMs, stepMs }: TablePoint): void {
  wholeFromOne('table', 'a batch size', batchSize);
  atLeastZero('table', `prompt tokens at batch size ${batchSize}`, promptTokens);
  const where = `at batch size ${batchSize} with ${promptTokens} prompt tokens`;
  atLeastZero('table', `prefillMs ${where}`, prefillMs);
  atLeastZero('table', `stepMs ${where}`, stepMs);
}
