import type { Interval } from 'lockstep/metrics';
import { type Html, html } from './html.js';
import { numberLabel } from '../charts/axis.js';

export interface Column<Row> {
  readonly head: string;
  /** What it means, shown when pointed at. */
  readonly title?: string;
  readonly align?: 'left';
  cell(row: Row): Html | string;
}

/** A table that scrolls sideways where it does not fit. */
export function table<Row>(
  label: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  rowClass: (row: Row) => string = () => '',
): Html {
  const side = (column: Column<Row>) => (column.align === 'left' ? 'left' : '');
  const [first, ...others] = columns;
  return html`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
    <thead><tr>${columns.map((column) => html`<th scope="col" class="${side(column)}" title="${column.title ?? ''}">${column.head}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr class="${rowClass(row)}"><th scope="row" class="${side(first!)}">${first!.cell(row)}</th>${others.map((column) => html`<td class="${side(column)}">${column.cell(row)}</td>`)}</tr>`,
    )}</tbody>
  </table></div>`;
}

/** A number with its 95 % interval below, both divided by `unit`; a dash where there is none. */
export function figure(value: number | null | undefined, interval: Interval = null, unit = 1): Html | string {
  if (value === null || value === undefined) return '–';
  const text = numberLabel(value / unit);
  if (interval === null) return text;
  const [low, high] = interval;
  return html`${text}<small>${numberLabel(low / unit)} to ${numberLabel(high / unit)}</small>`;
}
