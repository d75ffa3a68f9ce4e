import { parseDuration } from '../duration.js';
import { didYouMean } from '../nearest.js';
import { parseLimit, parsePositive, parseShare, parseWhole } from '../numbers.js';
import { ScenarioError } from '../scenario-error.js';

/** A value as a quantity on an axis. Only quantities of one kind stand on one axis. */
export interface Amount {
  readonly kind: string;
  /** May be Infinity. */
  readonly amount: number;
}

/** What a scenario file may hold for an option, before its text is read. */
export type Shape =
  | { readonly type: 'whole'; readonly least: number }
  /** A whole number ≥ 1 or `inf`. */
  | { readonly type: 'limit' }
  | { readonly type: 'positive'; readonly most?: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'switch' }
  /** Text; where `numbers` says so also a whole number ≥ 0. */
  | { readonly type: 'text'; readonly numbers?: true };

/** How the values of an option are written. */
export interface Notation<Value> {
  readonly shape: Shape;
  /** What values it takes. */
  readonly range: string;
  /** Whether one value may have commas in it. */
  readonly commas?: true;
  /**
   * Checks a written value and gives it the type that a scenario holds.
   * @throws ScenarioError for an invalid value
   */
  read(text: string): Value;
  /** A value as a quantity; null for one that is none, such as a name. */
  amountOf(value: Value): Amount | null;
}

const number = (amount: number): Amount => ({ kind: 'number', amount });

/** A whole number. */
export function whole(least: number, most?: number, range = `a whole number ≥ ${least}`): Notation<number> {
  return {
    shape: { type: 'whole', least },
    range,
    read: (text) => parseWhole(text, least, most),
    amountOf: number,
  };
}

/** A whole number ≥ 1, or `inf`. */
export function limit(): Notation<number | 'inf'> {
  return {
    shape: { type: 'limit' },
    range: 'a whole number ≥ 1, or inf',
    read: (text) => writtenLimit(parseLimit(text)),
    amountOf: (value) => number(value === 'inf' ? Infinity : value),
  };
}

/** A limit as a scenario holds it: Infinity is `inf`. */
export function writtenLimit(value: number): number | 'inf' {
  return value === Infinity ? 'inf' : value;
}

/** A number > 0. @param what how an error calls it, such as `a rate` */
export function positive(what: string): Notation<number> {
  return {
    shape: { type: 'positive' },
    range: 'a number > 0',
    read: (text) => parsePositive(text, what),
    amountOf: number,
  };
}

/** A number > 0 and ≤ 1. */
export function share(): Notation<number> {
  return {
    shape: { type: 'positive', most: 1 },
    range: 'a number > 0 and ≤ 1',
    read: parseShare,
    amountOf: number,
  };
}

/** One of some words. */
export function choice<const T extends string>(choices: readonly T[]): Notation<T> {
  return {
    shape: { type: 'choice', choices },
    range: choices.join(', '),
    read: (text) => {
      const found = choices.find((each) => each === text);
      if (found !== undefined) return found;
      throw new ScenarioError(
        `expected ${choices.join(', ')}, got ${JSON.stringify(text)}${didYouMean(text, choices)}`,
      );
    },
    amountOf: () => null,
  };
}

/** On or off. */
export function onOrOff(): Notation<boolean> {
  return {
    shape: { type: 'switch' },
    range: 'true or false',
    read: (text) => {
      if (text === 'true' || text === 'false') return text === 'true';
      throw new ScenarioError(`expected true or false, got ${JSON.stringify(text)}`);
    },
    amountOf: () => null,
  };
}

/** A duration with its unit, which stays as it is written. */
export function duration(example: string, { above0 = false } = {}): Notation<string> {
  return {
    shape: { type: 'text' },
    range: `a duration ${above0 ? 'above 0 ' : ''}such as ${example}`,
    read: (text) => {
      const ms = parseDuration(text);
      if (above0 && ms === 0) throw new ScenarioError(`expected a duration above 0, got ${text}`);
      return text;
    },
    amountOf: (text) => ({ kind: 'ms', amount: parseDuration(text) }),
  };
}

/** Text in a notation of its own, which stays as it is written. */
export function text(range: string, check: (text: string) => unknown): Notation<string> {
  return {
    shape: { type: 'text' },
    range,
    read: (written) => {
      check(written);
      return written;
    },
    amountOf: () => null,
  };
}
