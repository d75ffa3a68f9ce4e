import { significant } from 'lockstep/metrics';
import type { RunPoint, SweepPoint, SweepResult } from 'lockstep/simulation';
import { valueLabel } from './chart-axes.js';

export const sizeLabel = (size: number): string => (size === Infinity ? '∞' : String(size));

/** Stability that is not known (no open loop) is not held against a point. */
export const isUnstable = (point: Pick<RunPoint, 'stable'>): boolean => point.stable === false;

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

/** A run's configuration in words, for texts. */
export function pointLabel({ batchSize, wait, rate, stable }: RunPoint): string {
  const parts = [`batch size ${sizeLabel(batchSize)}`, wait, ...(rate === null ? [] : [rateLabel(rate)])];
  return parts.join(', ') + (stable === false ? ' (unstable)' : '');
}

/** The same of a point of a sweep, with whatever else is varied. */
export function sweptPointLabel({ axes }: Pick<SweepResult, 'axes'>, point: SweepPoint): string {
  const parts = axes.map((axis) => valueLabel(axis, point.coordinates[axis.option]!));
  return parts.join(', ') + (point.stable === false ? ' (unstable)' : '');
}

/** The parts of a text that are there. */
export function inParts(parts: readonly (string | false)[]): string[] {
  return parts.filter((part): part is string => part !== false && part !== '');
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
