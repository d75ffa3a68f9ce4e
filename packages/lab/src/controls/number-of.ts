import { formatDuration, parseDuration } from 'lockstep/scenario';
import type { Param } from './shape.js';

/** The number that a text stands for, for the slider beside its field; null where it is none. */
export function numberOf(text: string, unit: Param['unit']): number | null {
  if (unit === 'ms') return durationOf(text);
  const value = text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** A slider's number as the field beside it shows it. */
export function textOf(value: number, unit: Param['unit']): string {
  return unit === 'ms' ? formatDuration(value) : String(value);
}

function durationOf(text: string): number | null {
  try {
    return parseDuration(text);
  } catch {
    return null;
  }
}
