import { ApiError } from '../error-table.js';
import { shown } from './shown.js';

/** A JSON object that a client sent. */
export type Given = Readonly<Record<string, unknown>>;

/** @throws ApiError that names the parameter, what was expected, and what came */
export function refuse(name: string, expected: string, got: unknown): never {
  throw new ApiError('invalid', `${name}: expected ${expected}, got ${shown(got)}`, { param: name });
}

export function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A parameter that need not be there; null is as good as absent, as in OpenAI's API. */
type Read<T> = (given: Given, name: string) => T | undefined;

/** @param fits whether a number is in the range that `expected` says in words */
export const number =
  (expected: string, fits: (value: number) => boolean): Read<number> =>
  (given, name) => {
    const value = given[name] ?? undefined;
    if (value === undefined || (typeof value === 'number' && fits(value))) return value;
    return refuse(name, expected, value);
  };

export const boolean: Read<boolean> = (given, name) => {
  const value = given[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  return refuse(name, 'true or false', value);
};

export const text: Read<string> = (given, name) => {
  const value = given[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  return refuse(name, 'a string', value);
};
