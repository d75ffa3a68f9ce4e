import type { RunWindow } from './run-window.js';
import type { Summary } from './summary.js';

/** Shorter windows say more of chance than of the traffic. */
const LEAST_WINDOW_MS = 60_000;

/** An engine needs several batches to work off what has come in: a window has at least so many mean executions. */
const EXECUTIONS_PER_WINDOW = 20;

/**
 * The offered load in consecutive windows of equal length from the first request measured on: how high it gets, and in
 * which share of the windows it is above 1. A mean over the whole run hides both.
 * @param capacity requests/s
 * @param windowMs length of a window (ms, > 0); undefined for the longer of 60 s and 20 mean executions
 * @returns null where the arrivals span less than one window
 */
export function loadPerWindow(
  window: RunWindow,
  capacity: number,
  meanExecutionMs: number | null,
  windowMs: number | undefined,
): Summary['loadPerWindow'] {
  const { arrivedAt, firstRequest, log, from } = window;
  const length = windowMs ?? Math.max(LEAST_WINDOW_MS, EXECUTIONS_PER_WINDOW * (meanExecutionMs ?? 0));
  const spanMs = arrivedAt[log.requestCount - 1]! - from;
  if (!(spanMs >= length)) return null;
  const most = (capacity * length) / 1000;
  const windows = Math.floor(spanMs / length) + 1;
  let peak = 0;
  let above = 0;
  let request = firstRequest;
  while (request < log.requestCount) {
    const index = Math.floor((arrivedAt[request]! - from) / length);
    let arrivals = 0;
    while (request < log.requestCount && Math.floor((arrivedAt[request]! - from) / length) === index) {
      arrivals++;
      request++;
    }
    peak = Math.max(peak, arrivals);
    if (arrivals > most) above++;
  }
  return { windowMs: length, peak: peak / most, shareAbove1: above / windows };
}
