import { parseDuration, ScenarioError } from 'lockstep/scenario';

const DAY_MS = 86_400_000;

/** @throws ScenarioError for anything but a whole number ≥ 1 or `inf` */
export function limit(text: string): number {
  return text === 'inf' ? Infinity : whole(1, Number.MAX_SAFE_INTEGER)(text);
}

/** Reads a whole number in a range. @throws ScenarioError for anything else */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `≥ ${least} or inf` : `from ${least} to ${most}`;
    throw new ScenarioError(`expected a whole number ${range}, got ${JSON.stringify(text)}`);
  };
}

/** Reads one of some words. @throws ScenarioError for anything else */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    if ((words as readonly string[]).includes(text)) return text as T;
    throw new ScenarioError(`expected ${words.join(', ')}, got ${JSON.stringify(text)}`);
  };
}

/** Reads what may be anything but nothing. @throws ScenarioError for nothing */
export function some(what: string): (text: string) => string {
  return (text) => {
    if (text !== '') return text;
    throw new ScenarioError(`expected ${what}, got nothing`);
  };
}

/** Reads a duration up to a day. @returns milliseconds @throws ScenarioError for anything else */
export function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms <= DAY_MS) return ms;
  throw new ScenarioError(`expected a duration up to 24h, got ${JSON.stringify(text)}`);
}

/** Reads a duration above 0, up to a day. @returns milliseconds @throws ScenarioError for anything else */
export function timeout(text: string): number {
  const ms = duration(text);
  if (ms > 0) return ms;
  throw new ScenarioError(`expected a duration above 0, got ${JSON.stringify(text)}`);
}
