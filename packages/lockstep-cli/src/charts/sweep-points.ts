import { significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** The points of one arrival rate under one wait rule, by rising batch size. */
export interface Group {
  readonly rate: number | null;
  readonly wait: string;
  readonly points: readonly SweepPoint[];
}

/** The groups of a sweep: by wait rule in the order given, then by rate. */
export function groups(points: readonly SweepPoint[]): Group[] {
  return distinct(points.map(({ wait }) => wait)).flatMap((wait) =>
    ratesOf(points).flatMap((rate) => {
      const members = points.filter((point) => point.wait === wait && point.rate === rate);
      return members.length === 0 ? [] : [{ rate, wait, points: bySize(members) }];
    }),
  );
}

/** The distinct arrival rates, rising; the workload's own timing (null) first. */
export function ratesOf(points: readonly SweepPoint[]): (number | null)[] {
  return distinct(points.map(({ rate }) => rate)).sort((a, b) => (a ?? -1) - (b ?? -1));
}

/** The distinct batch sizes, rising; unbounded last. */
export function sizesOf(points: readonly SweepPoint[]): number[] {
  return distinct(points.map(({ batchSize }) => batchSize)).sort((a, b) => a - b);
}

export const sizeLabel = (size: number): string => (size === Infinity ? '∞' : String(size));

/** Stability that is not known (no open loop) is not held against a point. */
export const isUnstable = (point: SweepPoint): boolean => point.stable === false;

/** Arrivals per second: as asked for, or as the workload brought them; null where there is no such rate. */
export function arrivalRate(point: SweepPoint): number | null {
  if (point.rate !== null) return point.rate;
  if (point.offeredLoad === null || point.capacity === null) return null;
  return point.offeredLoad * point.capacity.requestsPerSecond;
}

/** `3 requests/s`; the workload's own timing where no rate was asked for. */
export function rateLabel(rate: number | null): string {
  return rate === null ? 'own timing' : `${significant(rate)} ${rate === 1 ? 'request' : 'requests'}/s`;
}

/** A point's configuration in words, for texts. */
export function pointLabel({ batchSize, wait, rate, stable }: SweepPoint): string {
  const parts = [`batch size ${sizeLabel(batchSize)}`, wait, ...(rate === null ? [] : [rateLabel(rate)])];
  return parts.join(', ') + (stable === false ? ' (unstable)' : '');
}

/** What sets this group apart from the others; undefined when there is only one. */
export function groupTitle({ rate, wait }: Group, all: readonly Group[]): string | undefined {
  const parts: string[] = [];
  if (all.some((other) => other.rate !== rate)) parts.push(rateLabel(rate));
  if (all.some((other) => other.wait !== wait)) parts.push(wait);
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** What all points share, for a subtitle: the rate and the wait rule where there is only one. */
export function shared(points: readonly SweepPoint[]): string[] {
  const parts: string[] = [];
  const rates = ratesOf(points);
  const waits = distinct(points.map(({ wait }) => wait));
  if (rates.length === 1 && rates[0] !== null) parts.push(rateLabel(rates[0]!));
  if (waits.length === 1) parts.push(`wait rule ${waits[0]}`);
  return parts;
}

/** The parts of a text that are there. */
export function inParts(parts: readonly (string | false)[]): string[] {
  return parts.filter((part): part is string => part !== false && part !== '');
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function bySize(points: readonly SweepPoint[]): SweepPoint[] {
  return points.toSorted((a, b) => a.batchSize - b.batchSize);
}
