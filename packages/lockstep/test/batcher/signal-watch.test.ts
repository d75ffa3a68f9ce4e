import type { CancelSignal } from 'lockstep/batcher';
import { expect, test } from 'vitest';
import { SignalWatch } from '../../src/batcher/signal-watch.js';

function watching() {
  const aborted: [string, unknown][] = [];
  const faults: unknown[] = [];
  const watch = new SignalWatch<string>(
    (item, reason) => aborted.push([item, reason]),
    (error) => faults.push(error),
  );
  const remembered = () => (watch as unknown as { watched: Map<AbortSignal, unknown> }).watched.size;
  return { watch, aborted, remembered, faults };
}

test('tells of every item of a signal, with its reason, and forgets them', () => {
  const { watch, aborted, remembered } = watching();
  const [one, other] = [new AbortController(), new AbortController()];
  for (const item of ['a', 'b']) watch.open(one.signal).add(item);
  watch.open(other.signal).add('c');
  one.abort('why');
  expect(aborted).toEqual([
    ['a', 'why'],
    ['b', 'why'],
  ]);
  expect(remembered()).toBe(1);
  other.abort('too');
  expect(aborted[2]).toEqual(['c', 'too']);
  expect(remembered()).toBe(0);
});

test('tells nothing of an item that was let go of, and forgets a signal with its last item', () => {
  const { watch, aborted, remembered } = watching();
  const { signal } = new AbortController();
  for (const item of ['a', 'b']) watch.open(signal).add(item);
  watch.unwatch(signal, 'a');
  expect(remembered()).toBe(1);
  watch.unwatch(signal, 'b');
  watch.unwatch(signal, 'b');
  expect(remembered()).toBe(0);
  expect(aborted).toEqual([]);
});

/** A signal of another make, of which one method does as it likes. */
function signalOf(own: Partial<CancelSignal>): CancelSignal {
  return { aborted: false, reason: 'own', addEventListener() {}, removeEventListener() {}, ...own };
}

test('what a signal throws as it is listened to leaves nothing behind', () => {
  const { watch, remembered } = watching();
  const signal = signalOf({
    addEventListener() {
      throw new Error('cannot listen');
    },
  });
  for (let i = 0; i < 2; i++) expect(() => watch.open(signal)).toThrow('cannot listen');
  expect(remembered()).toBe(0);
});

test('what a signal throws as its listener is taken off is told, and the item is let go of', () => {
  const { watch, remembered, faults } = watching();
  const signal = signalOf({
    removeEventListener() {
      throw new Error('cannot stop');
    },
  });
  watch.open(signal).add('a');
  watch.unwatch(signal, 'a');
  expect(remembered()).toBe(0);
  expect(faults).toEqual([new Error('cannot stop')]);
});

test('a signal that is aborted while it is listened to is not watched', () => {
  const { watch, aborted, remembered } = watching();
  const calls = signalOf({ addEventListener: (_, listener) => listener() });
  expect(() => watch.open(calls)).toThrow('own');
  const turns = signalOf({
    addEventListener() {
      Object.assign(turns, { aborted: true });
    },
  });
  expect(() => watch.open(turns)).toThrow('own');
  expect(remembered()).toBe(0);
  expect(aborted).toEqual([]);
});

test('a listener that is called again, or late, tells nothing of the items that came since', () => {
  const { watch, aborted } = watching();
  const listeners: (() => void)[] = [];
  const signal = signalOf({ addEventListener: (_, listener) => listeners.push(listener) });
  watch.open(signal).add('a');
  listeners[0]!();
  watch.open(signal).add('b');
  listeners[0]!();
  expect(aborted).toEqual([['a', 'own']]);
  listeners[1]!();
  expect(aborted).toEqual([
    ['a', 'own'],
    ['b', 'own'],
  ]);
});

test('a reason that is missing or throws does not keep an item', () => {
  const { watch, aborted } = watching();
  const thrown = new Error('no reason');
  const reasons = [
    { value: undefined },
    {
      get() {
        throw thrown;
      },
    },
  ];
  for (const reason of reasons) {
    const listeners: (() => void)[] = [];
    const signal = signalOf({ addEventListener: (_, listener) => listeners.push(listener) });
    Object.defineProperty(signal, 'reason', reason);
    watch.open(signal).add('a');
    listeners[0]!();
  }
  expect(aborted.map(([, reason]) => reason)).toEqual([
    expect.objectContaining({ name: 'AbortError' }),
    thrown,
  ]);
});
