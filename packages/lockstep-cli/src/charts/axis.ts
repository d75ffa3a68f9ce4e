import { significant } from 'lockstep/metrics';

/** A quantitative axis with everything fixed, so that positions are known before anything is drawn. */
export interface Axis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  /** The distance of a value from the axis's low end (px), for an axis of this length. */
  position(value: number, length: number): number;
}

/** Values that span more than this factor read better on a log scale. */
const LOG_FROM = 12;
/** Capacities mostly rise in proportion to the batch size, which a linear axis shows. */
export const CAPACITY_LOG_FROM = 30;
const STEPS = [1, 2, 2.5, 5, 10];

/** A linear axis from 0 (or from `from`) to just above the largest value. */
export function linearAxis(values: readonly number[], { from = 0, ticks = 5 } = {}): Axis {
  const span = Math.max(...values, from) - from || 1;
  const step = niceStep(span / ticks);
  const high = exact(from + Math.ceil((span / step) * 1.0001) * step);
  return {
    type: 'linear',
    domain: [from, high],
    ticks: steps(Math.ceil(from / step) * step, high, step),
    position: (value, length) => ((value - from) / (high - from)) * length,
  };
}

/** A linear axis over exactly this stretch, with ticks inside it. */
export function stretchAxis(low: number, high: number, ticks = 6): Axis {
  const end = high > low ? high : low + 1;
  const step = niceStep((end - low) / ticks);
  return {
    type: 'linear',
    domain: [low, end],
    ticks: steps(Math.ceil(low / step) * step, end, step),
    position: (value, length) => ((value - low) / (end - low)) * length,
  };
}

/** A log axis around positive values. */
export function logAxis(values: readonly number[], { slack = 1.15 } = {}): Axis {
  const positive = values.filter((value) => value > 0);
  const low = Math.min(...positive) / slack;
  const high = Math.max(...positive) * slack;
  const decades = Math.log10(high / low);
  const mantissas = decades > 4 ? [1] : decades > 2.5 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const mantissa of mantissas) {
      const tick = Number(`${mantissa}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return {
    type: 'log',
    domain: [low, high],
    ticks,
    position: (value, length) => (Math.log(value / low) / Math.log(high / low)) * length,
  };
}

/** Log where the values span more than a factor of `logFrom` (default 12), linear from 0 otherwise. */
export function fittingAxis(values: readonly number[], { logFrom = LOG_FROM } = {}): Axis {
  const positive = values.filter((value) => value > 0);
  const wide = positive.length > 0 && Math.max(...positive) / Math.min(...positive) > logFrom;
  return wide && positive.length === values.length ? logAxis(values) : linearAxis(values);
}

/** A unit of time in which these values read well. */
export interface TimeUnit {
  readonly name: 'ms' | 's' | 'min' | 'h';
  readonly ms: number;
}

export function timeUnit(largestMs: number): TimeUnit {
  if (largestMs < 1000) return { name: 'ms', ms: 1 };
  if (largestMs < 3_600_000) return { name: 's', ms: 1000 };
  if (largestMs < 36_000_000) return { name: 'min', ms: 60_000 };
  return { name: 'h', ms: 3_600_000 };
}

/** A label's number: three digits, thousands apart. */
export const numberLabel = significant;

/** A tick's number: all its digits, since a stretch far from 0 has ticks that differ in late ones. */
export function tickLabel(tick: number): string {
  return tick.toLocaleString('en-US', { maximumSignificantDigits: 12 });
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return STEPS.find((step) => step * power >= rough * 0.999)! * power;
}

function steps(first: number, last: number, step: number): number[] {
  const count = Math.floor((last - first) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => exact(first + i * step));
}

/** Without the digits that rounding leaves. */
const exact = (value: number) => Number(value.toPrecision(12));
