import { type BatchShape, CostError, type CostModel } from './cost-model.js';
import { GrowingSteps } from './growing-steps.js';
import { atLeastZero, preset, wholeFromOne } from './parameters.js';
import { blend, segment, weight } from './piecewise-linear.js';
import { TABLE_PRESETS } from './splitwise.js';
import { type TableGrid, tableGrid } from './table-grid.js';
import type { TablePoint } from './table-point.js';

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
      const place = placeIn(grid, size, longestPrompt);
      const beyond =
        size < batchSizes[0]! ||
        size > largestSize ||
        longestPrompt < promptLengths[0]! ||
        longestPrompt > longestLength;
      return new GrowingSteps(
        read(grid, grid.prefillMs, place),
        read(grid, grid.stepMs, place),
        0,
        longestOutput,
        beyond || restsOnFilled(grid, place),
      );
    },
  };
}

/** Where a batch lies on the grid: in the cell that begins at a row and a column, or beyond the last. */
interface Place {
  readonly row: number;
  readonly column: number;
  /** How far towards the next row: 0 at this one, 1 at the next, more beyond the grid. */
  readonly down: number;
  /** How far towards the next column, likewise. */
  readonly right: number;
}

function placeIn({ batchSizes, promptLengths }: TableGrid, size: number, longestPrompt: number): Place {
  const row = segment(batchSizes, size);
  const column = segment(promptLengths, longestPrompt);
  return {
    row,
    column,
    down: weight(batchSizes, row, size),
    right: weight(promptLengths, column, longestPrompt),
  };
}

/** Bilinear within a cell; beyond the grid never less than at its edge. */
function read(grid: TableGrid, values: Float64Array, place: Place): number {
  const at = bilinear(grid, values, place);
  const { down, right } = place;
  if (down <= 1 && right <= 1) return at;
  const edge = { ...place, down: Math.min(down, 1), right: Math.min(right, 1) };
  return Math.max(at, bilinear(grid, values, edge));
}

function bilinear(grid: TableGrid, values: Float64Array, { row, column, down, right }: Place): number {
  const width = grid.promptLengths.length;
  const here = row * width + column;
  const nextColumn = column + 1 < width ? 1 : 0;
  const nextRow = row + 1 < grid.batchSizes.length ? width : 0;
  return blend(
    blend(values[here]!, values[here + nextColumn]!, right),
    blend(values[here + nextRow]!, values[here + nextRow + nextColumn]!, right),
    down,
  );
}

/** Whether a corner that was filled in has a part in the value. */
function restsOnFilled(grid: TableGrid, { row, column, down, right }: Place): boolean {
  const width = grid.promptLengths.length;
  const here = row * width + column;
  return (
    (down !== 1 && right !== 1 && grid.filled[here] === 1) ||
    (down !== 1 && right !== 0 && grid.filled[here + 1] === 1) ||
    (down !== 0 && right !== 1 && grid.filled[here + width] === 1) ||
    (down !== 0 && right !== 0 && grid.filled[here + width + 1] === 1)
  );
}

function checkPoint({ batchSize, promptTokens, prefillMs, stepMs }: TablePoint): void {
  wholeFromOne('table', 'a batch size', batchSize);
  atLeastZero('table', `prompt tokens at batch size ${batchSize}`, promptTokens);
  const where = `at batch size ${batchSize} with ${promptTokens} prompt tokens`;
  atLeastZero('table', `prefillMs ${where}`, prefillMs);
  atLeastZero('table', `stepMs ${where}`, stepMs);
}
