import { onRejection, property, shown } from './foreign-values.js';
import type { SubmitOptions } from './options.js';
import { checkedSignal } from './signal-watch.js';

const KNOWN = ['signal', 'deadline', 'onPart', 'origins'];

/** What an item asks for besides an answer, each read once and checked; the deadline is checked by its own reader. */
export type CheckedOptions<Part> = Pick<SubmitOptions<Part>, 'signal' | 'deadline' | 'onPart' | 'origins'>;

/** @throws TypeError for an invalid or unknown option, and what a getter of an option throws */
export function checkedOptions<Part>(options: SubmitOptions<Part>): CheckedOptions<Part> {
  refuseUnknown('submit', options, KNOWN);
  const { signal, deadline, onPart, origins } = options;
  if (onPart !== undefined && typeof onPart !== 'function') {
    throw new TypeError(`onPart: expected a function that takes parts of the output, got ${shown(onPart)}`);
  }
  return {
    signal: signal === undefined ? undefined : checkedSignal(signal),
    deadline,
    onPart,
    origins: origins === undefined ? undefined : checkedOrigins(origins),
  };
}

function checkedOrigins(origins: readonly string[]): readonly string[] {
  if (Array.isArray(origins) && origins.every((origin) => typeof origin === 'string')) return origins;
  throw new TypeError(`origins: expected an array of strings, got ${shown(origins)}`);
}

/** @throws TypeError for what is no list of items, or gives no options */
export function checkMany(items: unknown, optionsOf: unknown): void {
  if (!Array.isArray(items)) throw new TypeError(`items: expected an array, got ${shown(items)}`);
  if (typeof optionsOf === 'function') return;
  onRejection(optionsOf);
  throw new TypeError(
    `optionsOf: expected a function that gives the options of an item, got ${shown(optionsOf)}`,
  );
}

/**
 * @param call whose options they are, for the message
 * @throws TypeError for what is no object of options, or has a name that is not among `known`
 */
export function refuseUnknown(call: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || typeof property(options, 'then') === 'function') {
    onRejection(options);
    throw new TypeError(`${call}: expected an object of options, got ${shown(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${name}: expected one of ${known.join(', ')}, got an unknown option of ${call}`);
    }
  }
}
