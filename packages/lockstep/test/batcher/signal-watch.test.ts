import { expect, test } from 'vitest';
import { SignalWatch } from '../../src/batcher/signal-watch.js';

function watching() {
  const aborted: [string, unknown][] = [];
  const watch = new SignalWatch<string>((item, reason) => aborted.push([item, reason]));
  const remembered = () => (watch as unknown as { watched: Map<AbortSignal, unknown> }).watched.size;
  return { watch, aborted, remembered };
}

test('tells of every item of a signal, with its reason, and forgets them', () => {
  const { watch, aborted, remembered } = watching();
  const [one, other] = [new AbortController(), new AbortController()];
  for (const item of ['a', 'b']) watch.watch(one.signal, item);
  watch.watch(other.signal, 'c');
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
  for (const item of ['a', 'b']) watch.watch(signal, item);
  watch.unwatch(signal, 'a');
  expect(remembered()).toBe(1);
  watch.unwatch(signal, 'b');
  watch.unwatch(signal, 'b');
  expect(remembered()).toBe(0);
  expect(aborted).toEqual([]);
});
