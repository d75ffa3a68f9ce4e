import { CostError } from './cost-model.js';

/** Passes a finite number ≥ 0 through. @throws CostError that names what was expected and what came */
export function atLeastZero(owner: string, what: string, value: number): number {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new CostError(`${owner}: expected ${what} as a finite number ≥ 0, got ${value}`);
  }
  return value;
}

/** Passes a finite number > 0 through. @throws CostError that names what was expected and what came */
export function aboveZero(owner: string, what: string, value: number): number {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new CostError(`${owner}: expected ${what} as a finite number > 0, got ${value}`);
  }
  return value;
}

/** Passes an integer ≥ 1 through. @throws CostError that names what was expected and what came */
export function wholeFromOne(owner: string, what: string, value: number): number {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    throw new CostError(`${owner}: expected ${what} as an integer ≥ 1, got ${value}`);
  }
  return value;
}

/** Looks a preset up by its name. @throws CostError that lists the names there are */
export function preset<T>(
  owner: string,
  what: string,
  presets: Readonly<Record<string, T>>,
  name: string,
): T {
  if (!Object.hasOwn(presets, name)) {
    throw new CostError(`${owner}: expected ${what} among ${Object.keys(presets).join(', ')}; got '${name}'`);
  }
  return presets[name]!;
}
