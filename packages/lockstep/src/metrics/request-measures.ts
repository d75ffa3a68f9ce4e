import type { RunWindow } from './run-window.js';

/** One figure of a completed request and its batch; NaN where the request has none. Instants and results in ms. */
export type RequestMeasure = (window: RunWindow, request: number, batch: number) => number;

export const queueDelayMs: RequestMeasure = (window, request, batch) =>
  window.startedAt[batch]! - window.arrivedAt[request]!;

export const blockedMs: RequestMeasure = (window, request, batch) =>
  Math.max(0, window.engineFreeAt[batch]! - window.arrivedAt[request]!);

export const formingMs: RequestMeasure = (window, request, batch) =>
  window.startedAt[batch]! - Math.max(window.arrivedAt[request]!, window.engineFreeAt[batch]!);

export const heldMs: RequestMeasure = (window, request, batch) =>
  window.endedAt[batch]! - window.finishedAt[request]!;

export const e2eLatencyMs: RequestMeasure = (window, request, batch) =>
  (window.releasesBatches ? window.endedAt[batch]! : window.finishedAt[request]!) -
  window.arrivedAt[request]!;

/** Without token streaming the first token arrives with the whole answer. */
export const ttftMs: RequestMeasure = (window, request, batch) =>
  window.release === 'token'
    ? window.firstTokenAt[request]! - window.arrivedAt[request]!
    : e2eLatencyMs(window, request, batch);

export const tpotMs: RequestMeasure = (window, request) => {
  const tokens = window.outputTokens[request]!;
  return tokens < 2 ? NaN : (window.finishedAt[request]! - window.firstTokenAt[request]!) / (tokens - 1);
};
