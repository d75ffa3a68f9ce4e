import type { RateResult, SweepPoint, SweepResult } from 'lockstep/simulation';
import { chosenPoint } from '../sweep/chosen-point.js';
import { unitFor } from './figures.js';
import { limitationLines } from './limitation-lines.js';
import { legend, rateLines } from './rate-lines.js';
import type { Style } from './style.js';
import { wrapped } from './table.js';
import { visible } from './visible.js';
import { nameOf } from './point-name.js';

const WIDTH = 100;

/**
 * The result of a sweep as lines of at most 100 columns.
 * @param file the scenario file that it comes from, if any
 * @param command the command that gives the same again
 * @param serveCommand gives the command that serves a point; null for one that cannot be served
 */
export function sweepScreen(
  file: string | undefined,
  command: string,
  result: SweepResult,
  notes: readonly string[],
  style: Style,
  serveCommand: (point: SweepPoint) => string | null,
): string {
  const unit = unitFor(Math.max(...result.points.map(stableP99)));
  return [
    ...(file === undefined ? [] : [style.bold(visible(file))]),
    ...wrapped(command, WIDTH, 4),
    ...wrapped(legend(result.points), WIDTH).map(style.dim),
    ...result.byRate.flatMap((rate) => [
      '',
      ...rateLines(result, rate, unit, WIDTH, style),
      ...serveLines(result, rate, serveCommand),
    ]),
    ...notes.flatMap((note) => ['', ...wrapped(note, WIDTH)]),
    '',
    ...limitations(result, style),
    '',
    '',
  ].join('\n');
}

/** How to serve what is recommended for a rate. */
function serveLines(
  { points }: SweepResult,
  { recommendation }: RateResult,
  serveCommand: (point: SweepPoint) => string | null,
): string[] {
  const index = recommendation?.point ?? null;
  if (index === null) return [];
  const command = serveCommand(points[index]!);
  return command === null
    ? wrapped(`Serve it: not with ${points[index]!.wait}, under which a request may wait forever.`, WIDTH)
    : wrapped(`Serve it: ${command}`, WIDTH, 4);
}

function limitations(result: SweepResult, style: Style): string[] {
  const { fixedBatchSize } = result.limitations;
  const index = chosenPoint(result);
  if (index === null) return fixedBatchSize === null ? [] : wrapped(fixedBatchSize.sentence, WIDTH);
  const point = result.points[index]!;
  return [
    style.bold(`What static batching costs: ${nameOf(point)}`),
    ...limitationLines({ ...point.limitations, fixedBatchSize }, WIDTH, style),
  ];
}

function stableP99({ stable, e2eLatencyMs }: SweepPoint): number {
  return stable === false ? 0 : (e2eLatencyMs.p99 ?? 0);
}
