import type { SweepGroup, SweepPoint, SweepResult } from 'lockstep/simulation';
import { fixedBatchSizeInWords, pointInWords } from 'lockstep/words';
import { chosenPoint } from '../sweep/chosen-point.js';
import { unitFor } from './figures.js';
import { limitationLines } from './limitation-lines.js';
import { groupLines, legend } from './group-lines.js';
import type { Style } from './style.js';
import { wrapped } from './table.js';
import { visible } from './visible.js';

const WIDTH = 100;

/**
 * The result of a sweep as lines of at most 100 columns.
 * @param file the scenario file that it comes from, if any
 * @param command the command that gives the same again
 * @param serveCommand gives the command that serves a point (an index); null for one that cannot be served
 */
export function sweepScreen(
  file: string | undefined,
  command: string,
  result: SweepResult,
  notes: readonly string[],
  style: Style,
  serveCommand: (point: number) => string | null,
): string {
  const unit = unitFor(Math.max(...result.points.map(stableP99)));
  return [
    ...(file === undefined ? [] : [style.bold(visible(file))]),
    ...wrapped(command, WIDTH, 4),
    ...wrapped(legend(result), WIDTH).map(style.dim),
    ...result.groups.flatMap((group) => [
      '',
      ...groupLines(result, group, unit, WIDTH, style),
      ...serveLines(result, group, serveCommand),
    ]),
    ...notes.flatMap((note) => ['', ...wrapped(note, WIDTH)]),
    '',
    ...limitations(result, style),
    '',
    '',
  ].join('\n');
}

/** How to serve what is recommended for a group. */
function serveLines(
  { points }: SweepResult,
  { recommendation }: SweepGroup,
  serveCommand: (point: number) => string | null,
): string[] {
  const index = recommendation?.point ?? null;
  if (index === null) return [];
  const command = serveCommand(index);
  return command === null
    ? wrapped(`Serve it: not with ${points[index]!.wait}, under which a request may wait forever.`, WIDTH)
    : wrapped(`Serve it: ${command}`, WIDTH, 4);
}

function limitations(result: SweepResult, style: Style): string[] {
  const index = chosenPoint(result);
  if (index === null) {
    const isCompared = result.limitations.fixedBatchSize !== null;
    return isCompared ? wrapped(fixedBatchSizeInWords(result), WIDTH) : [];
  }
  const point = result.points[index]!;
  return [
    ...wrapped(`What static batching costs: ${pointInWords(result, point)}`, WIDTH).map(style.bold),
    ...limitationLines(point.limitations, result, WIDTH, style),
  ];
}

function stableP99({ stable, e2eLatencyMs }: SweepPoint): number {
  return stable === false ? 0 : (e2eLatencyMs.p99 ?? 0);
}
