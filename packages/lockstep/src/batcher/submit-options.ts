import { ArgumentError } from '../core/index.js';
import { onRejection, property, shown } from './foreign-values.js';
import type { StreamOptions, SubmitOptions } from './batcher-options.js';
import { checkedSignal } from './signal-watch.js';

const KNOWN = ['signal', 'timeoutMs', 'deadlineAt', 'onPart', 'origins'];
const RENAMED = {
  deadline:
    'expected timeoutMs (milliseconds from now) or deadlineAt (an instant of performance.now(), or a Date) in its place',
};

/** What an item asks for besides an answer, each read once and checked; timeout and deadline are checked by their own reader. */
export type CheckedOptions<Part> = Pick<
  SubmitOptions<Part>,
  'signal' | 'timeoutMs' | 'deadlineAt' | 'onPart' | 'origins'
>;

/** @throws ArgumentError for an invalid or unknown option, and what a getter of an option throws */
export function checkedOptions<Part>(options: SubmitOptions<Part>): CheckedOptions<Part> {
  refuseUnknown('submit', options, KNOWN, RENAMED);
  const { signal, timeoutMs, deadlineAt, onPart, origins } = options;
  if (onPart !== undefined && typeof onPart !== 'function') {
    throw new ArgumentError(
      `onPart: expected a function that takes parts of the output, got ${shown(onPart)}`,
    );
  }
  return {
    signal: signal === undefined ? undefined : checkedSignal(signal),
    timeoutMs,
    deadlineAt,
    onPart,
    origins: origins === undefined ? undefined : checkedOrigins(origins),
  };
}

/**
 * What `submit` is to be given of the options of `stream`.
 * @throws ArgumentError for an unknown option
 */
export function submitOptionsOf(options: StreamOptions): SubmitOptions<never> {
  refuseUnknown('stream', options, [...KNOWN.filter((name) => name !== 'onPart'), 'maxUnreadParts'], RENAMED);
  const { signal, timeoutMs, deadlineAt, origins } = options;
  return { signal, timeoutMs, deadlineAt, origins };
}

function checkedOrigins(origins: readonly string[]): readonly string[] {
  if (Array.isArray(origins) && origins.every((origin) => typeof origin === 'string')) return origins;
  throw new ArgumentError(`origins: expected an array of strings, got ${shown(origins)}`);
}

/** @throws ArgumentError for what is no list of items, or gives no options */
export function checkMany(items: unknown, optionsOf: unknown): void {
  if (!Array.isArray(items)) throw new ArgumentError(`items: expected an array, got ${shown(items)}`);
  if (typeof optionsOf === 'function') return;
  onRejection(optionsOf);
  throw new ArgumentError(
    `optionsOf: expected a function that gives the options of an item, got ${shown(optionsOf)}`,
  );
}

/**
 * @param call whose options they are, for the message
 * @throws ArgumentError for what is no object of options, or has a name that is not among `known`
 * @param renamed what to say of names that options have had
 */
export function refuseUnknown(
  call: string,
  options: object,
  known: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): void {
  if (typeof options !== 'object' || options === null || typeof property(options, 'then') === 'function') {
    onRejection(options);
    throw new ArgumentError(`${call}: expected an object of options, got ${shown(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(renamed, name)) throw new ArgumentError(`${name}: ${renamed[name]}`);
    if (!known.includes(name)) {
      throw new ArgumentError(
        `${name}: expected one of ${known.join(', ')}, got an unknown option of ${call}`,
      );
    }
  }
}
