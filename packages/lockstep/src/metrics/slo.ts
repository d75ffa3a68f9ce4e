import { e2eLatencyMs, tpotMs, ttftMs } from './request-measures.js';
import type { RunWindow } from './run-window.js';
import type { Slo, SloResult } from './summary.js';

/** Which share of the submitted requests met every target, and how many of them there were per second. */
export function judgeSlo(window: RunWindow, slo: Slo, stable: boolean | null): SloResult {
  const { e2eMs = Infinity, ttftMs: ttft = Infinity, tpotMs: tpot = Infinity } = slo;
  let good = 0;
  for (let request = window.firstRequest; request < window.log.requestCount; request++) {
    if (!window.isCompleted(request)) continue;
    // A request of one token has no time per output token: NaN > tpot is false, so it meets that target.
    const batch = window.batch(request);
    const missed =
      e2eLatencyMs(window, request, batch) > e2eMs ||
      ttftMs(window, request, batch) > ttft ||
      tpotMs(window, request, batch) > tpot;
    if (!missed) good++;
  }
  const attained = window.submitted === 0 ? null : good / window.submitted;
  return {
    ...slo,
    attained,
    goodput: window.makespanMs > 0 ? (good / window.makespanMs) * 1000 : null,
    met: stable !== false && attained !== null && attained >= slo.attainment,
  };
}
