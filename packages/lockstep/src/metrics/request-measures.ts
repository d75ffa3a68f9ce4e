import { NO_BATCH } from '../core/index.js';
import type { RunWindow } from './run-window.js';

/**
 * One figure of a completed request and its batch (NO_BATCH where the run has none); NaN where the request has no such
 * figure. Instants and results in ms.
 */
export type RequestMeasure = (window: RunWindow, request: number, batch: number) => number;

export const queueDelayMs: RequestMeasure = (window, request, batch) =>
  window.waitedUntil(request, batch) - window.arrivedAt[request]!;

export const blockedMs: RequestMeasure = (window, request, batch) =>
  window.blockedUntil(request, batch) - window.arrivedAt[request]!;

export const formingMs: RequestMeasure = (window, request, batch) =>
  window.waitedUntil(request, batch) - window.blockedUntil(request, batch);

/** A request that ran without a batch holds nothing. */
export const heldMs: RequestMeasure = (window, request, batch) =>
  batch === NO_BATCH ? NaN : window.endedAt[batch]! - window.finishedAt[request]!;

export const e2eLatencyMs: RequestMeasure = (window, request, batch) =>
  window.releasedAt(request, batch) - window.arrivedAt[request]!;

/** Without token streaming the first token arrives with the whole answer. */
export const ttftMs: RequestMeasure = (window, request, batch) =>
  window.release === 'token'
    ? window.firstTokenAt[request]! - window.arrivedAt[request]!
    : e2eLatencyMs(window, request, batch);

export const tpotMs: RequestMeasure = (window, request) => {
  const tokens = window.outputTokens[request]!;
  return tokens < 2 ? NaN : (window.finishedAt[request]! - window.firstTokenAt[request]!) / (tokens - 1);
};
