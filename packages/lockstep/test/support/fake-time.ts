import { vi } from 'vitest';

/**
 * Time that stands still until it is told to go on: `setTimeout`, `performance.now()` and `Date` are fake, the turns of
 * the event loop (`setImmediate`, promises) are real. So what a batcher does within one instant happens as it would.
 */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
}

export function resumeTime(): void {
  vi.useRealTimers();
}

/** Lets everything happen that is to happen now. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets promises that are kept be followed up, within this turn of the event loop. */
export async function promises(): Promise<void> {
  for (let i = 0; i < 20; i++) await null;
}

/** Goes on, millisecond by millisecond; at each one, timers first and then all that follows from them. */
export async function pass(ms: number): Promise<void> {
  await settle();
  for (let i = 0; i < ms; i++) {
    vi.advanceTimersByTime(1);
    await settle();
  }
}
