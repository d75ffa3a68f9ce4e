import type { RunWindow } from './run-window.js';

/** One figure of a completed request; NaN where the request has none. Instants and results in ms. */
export type RequestMeasure = (window: RunWindow, request: number) => number;

export const queueDelayMs: RequestMeasure = (window, request) =>
  window.startedAt(request) - window.log.requests.arrivedAt[request]!;

export const blockedMs: RequestMeasure = (window, request) =>
  Math.max(0, window.engineFreeAt(request) - window.log.requests.arrivedAt[request]!);

export const formingMs: RequestMeasure = (window, request) =>
  window.startedAt(request) - Math.max(window.log.requests.arrivedAt[request]!, window.engineFreeAt(request));

export const heldMs: RequestMeasure = (window, request) =>
  window.batchEndedAt(request) - window.log.requests.finishedAt[request]!;

export const e2eLatencyMs: RequestMeasure = (window, request) =>
  window.releasedAt(request) - window.log.requests.arrivedAt[request]!;

/** Without token streaming the first token arrives with the whole answer. */
export const ttftMs: RequestMeasure = (window, request) =>
  window.release === 'token'
    ? window.log.requests.firstTokenAt[request]! - window.log.requests.arrivedAt[request]!
    : e2eLatencyMs(window, request);

export const tpotMs: RequestMeasure = (window, request) => {
  const { firstTokenAt, finishedAt, outputTokens } = window.log.requests;
  const tokens = outputTokens[request]!;
  return tokens < 2 ? NaN : (finishedAt[request]! - firstTokenAt[request]!) / (tokens - 1);
};
