import { inspect, types } from 'node:util';
import { RunError } from './errors.js';

// Values that code outside the batcher hands over: what a run throws or answers, what a callback returns. Merely to look
// at one may run code of its owner, and that code may throw: a Proxy's trap, a getter, `inspect.custom`.

/** Most characters of a value that stand in a message. */
const MOST_SHOWN = 200;

/** Whether it is an error, also one of another realm (`node:vm`, a test runner's sandbox). */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  try {
    if (value instanceof Error || types.isNativeError(value)) return true;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return false;
    return Object.prototype.toString.call(value) === '[object DOMException]';
  } catch {
    return false;
  }
}

/** What was thrown, as an error that an item can be rejected with. */
export function asError(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  return new RunError(`run threw ${shown(thrown)}`, { cause: thrown });
}

/** A value in the words of a message: short, and without calling anything of the value's owner twice. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return cut(value);
  try {
    if (types.isPromise(value)) return 'a promise';
    if (isError(value)) return cut(`${value.name}: ${value.message}`);
    const text = inspect(value, {
      depth: 1,
      maxArrayLength: 8,
      maxStringLength: MOST_SHOWN,
      breakLength: Infinity,
    });
    return cut(text);
  } catch {
    return `a value that cannot be shown (${typeof value})`;
  }
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** A property of a value; undefined where reading it throws. */
export function property(value: unknown, name: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/**
 * Whether awaiting it would wait for something.
 * @throws what its getter of `then` throws
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/** The same; false where reading it throws. */
export function isPromise(value: unknown): boolean {
  try {
    return isThenable(value);
  } catch {
    return false;
  }
}

/**
 * Tells of the rejection of what may be a promise, so that it does not go unhandled.
 * @param rejected told what it rejects with (default: not of interest, since a promise was refused in this place)
 */
export function onRejection(value: unknown, rejected: (error: unknown) => void = () => {}): void {
  follow(value, rejected).catch(surface);
}

async function follow(value: unknown, rejected: (error: unknown) => void): Promise<void> {
  try {
    await value;
  } catch (error) {
    rejected(error);
  }
}

/** An error of code that no item answers for, or a fault of the batcher: it surfaces as an uncaught exception. */
export function surface(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}
