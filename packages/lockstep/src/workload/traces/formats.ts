import { azure } from './azure.js';
import { burstgpt } from './burstgpt.js';
import { lockstep } from './lockstep.js';
import { mooncake } from './mooncake.js';
import { qwenBailian } from './qwen-bailian.js';
import { splitwise } from './splitwise.js';
import type { TraceFormat } from './trace-format.js';
import { vidur } from './vidur.js';
import { withoutUnit } from './without-unit.js';

/** Every trace format that is recognized, in the order in which they are tried. */
export const TRACE_FORMATS = [
  azure,
  burstgpt,
  lockstep,
  mooncake,
  qwenBailian,
  splitwise,
  vidur,
  withoutUnit,
] as const;

export type TraceFormatName = (typeof TRACE_FORMATS)[number]['name'];

/** The names of all formats, in alphabetical order. */
export const TRACE_FORMAT_NAMES: readonly TraceFormatName[] = TRACE_FORMATS.map((format) => format.name);

/** The format of a file with these columns: the first that has all of its own and none that it is without. */
export function formatOf(
  columns: readonly string[],
): (TraceFormat & { readonly name: TraceFormatName }) | undefined {
  const present = new Set(columns);
  return TRACE_FORMATS.find(
    (format: TraceFormat) =>
      format.columns.every((column) => present.has(column)) &&
      !format.without?.some((column) => present.has(column)),
  );
}
