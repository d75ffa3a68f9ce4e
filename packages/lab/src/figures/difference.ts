import { isUnstable } from 'lockstep-cli/charts';
import { significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import type { Figure } from './figure.js';

/** How a figure of the run that is shown stands to the same figure of the pinned one. */
export interface Difference {
  /** By how much, with its sign: `+12 %`, `−3.1 points`, `× 14`, `÷ 600`. */
  readonly text: string;
  readonly direction: 'more' | 'less' | 'same';
  /** Null where neither direction is good in itself, or where one must not conclude anything. */
  readonly verdict: 'better' | 'worse' | null;
  /** Why there is no verdict where one would expect it. */
  readonly remark: string | null;
}

/** Smaller differences are called none: they would be written as 0.0 %. */
const NEGLIGIBLE = 0.0005;

/** Null where one of the runs has no such figure, and where the two figures measure different things. */
export function difference(figure: Figure, now: SweepPoint, pinned: SweepPoint): Difference | null {
  const [value, before] = [figure.value(now), figure.value(pinned)];
  if (value === null || before === null || otherMeasure(figure, now, pinned) !== null) return null;
  if (value === before || Math.abs(value - before) < NEGLIGIBLE * Math.abs(before)) {
    return { text: 'no difference', direction: 'same', verdict: null, remark: null };
  }
  const direction = value > before ? 'more' : 'less';
  const text = figure.isShare ? points(value - before) : ratio(value, before);
  const remark = figure.better === null ? null : doubt(figure, now, pinned);
  const verdict =
    figure.better === null || remark !== null ? null : direction === figure.better ? 'better' : 'worse';
  return { text, direction, verdict, remark };
}

/** Why the two figures measure different things though the requests are the same; null if they do not. */
export function otherMeasure({ name }: Figure, now: SweepPoint, pinned: SweepPoint): string | null {
  if (name !== 'SLO attainment' && name !== 'Goodput') return null;
  const targets = ['e2eMs', 'ttftMs', 'tpotMs'] as const;
  return targets.every((target) => now.slo?.[target] === pinned.slo?.[target]) ? null : 'other targets';
}

function doubt(figure: Figure, now: SweepPoint, pinned: SweepPoint): string | null {
  // Capacity is what tells whether a run is stable; it holds whether it is or not.
  if (figure.name !== 'Capacity' && (isUnstable(now) || isUnstable(pinned))) return 'unstable';
  const [a, b] = [figure.interval?.(now) ?? null, figure.interval?.(pinned) ?? null];
  return a !== null && b !== null && a[0] <= b[1] && b[0] <= a[1] ? 'within the intervals' : null;
}

function ratio(value: number, before: number): string {
  if (before === 0) return `+${significant(value)}`;
  const quotient = value / before;
  if (quotient >= 10) return `× ${significant(quotient)}`;
  if (quotient > 0 && quotient <= 0.1) return `÷ ${significant(1 / quotient)}`;
  return signed((quotient - 1) * 100, '%');
}

function points(share: number): string {
  return signed(share * 100, 'points');
}

/** One decimal below ten; a real minus sign. */
function signed(value: number, unit: string): string {
  const size = Math.abs(value);
  const digits = size < 10 ? (size < 0.05 ? '<0.1' : size.toFixed(1)) : size.toFixed(0);
  return `${value < 0 ? '−' : '+'}${digits} ${unit}`;
}
