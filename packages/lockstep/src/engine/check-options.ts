import { EngineError } from './errors.js';

/**
 * Checks an option of an engine that counts something.
 * @param least smallest count that makes sense
 * @throws EngineError when it is neither an integer ≥ `least` nor Infinity
 */
export function checkCount(engine: string, option: string, value: number, least = 1): void {
  if ((Number.isSafeInteger(value) && value >= least) || value === Infinity) return;
  throw new EngineError(
    `${engine}: expected ${option} to be an integer ≥ ${least} or Infinity, got ${String(value)}`,
  );
}

/** @throws EngineError when an option of an engine is no text, or an empty one */
export function checkText(engine: string, option: string, value: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw new EngineError(
    `${engine}: expected ${option} to be a text that is not empty, got ${value === '' ? "''" : String(value)}`,
  );
}
