import type { RunWindow } from './run-window.js';
import type { Summary } from './summary.js';

/**
 * Time averages over the makespan of how many requests waited (Lq) and were in the system (L): the time that
 * each request spent there inside the measured part, summed and divided by its length.
 */
export function queueLength(window: RunWindow): Summary['queueLength'] {
  if (!(window.makespanMs > 0)) return { waiting: null, inSystem: null };
  const { log, from, to } = window;
  let waiting = 0;
  let inSystem = 0;
  for (let request = 0; request < log.requestCount; request++) {
    const arrivedAt = Math.max(from, window.arrivedAt[request]!);
    waiting += Math.max(0, Math.min(to, window.waitedUntil(request)) - arrivedAt);
    inSystem += Math.max(0, Math.min(to, window.leftAt(request)) - arrivedAt);
  }
  return { waiting: waiting / window.makespanMs, inSystem: inSystem / window.makespanMs };
}
