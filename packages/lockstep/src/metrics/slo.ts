import { roundingOf } from '../core/index.js';
import type { RunWindow } from './run-window.js';
import type { Slo, SloResult } from './summary.js';

/**
 * Which share of the submitted requests met every target, and how many of them there were per second. Instants are
 * compared with instants, and later by no more than their rounding is in time.
 */
export function judgeSlo(window: RunWindow, slo: Slo, stable: boolean | null): SloResult {
  const good = countGood(window, slo);
  const attained = window.submitted === 0 ? null : good / window.submitted;
  return {
    ...slo,
    attained,
    goodput: window.makespanMs > 0 ? (good / window.makespanMs) * 1000 : null,
    met: stable !== false && attained !== null && attained >= slo.attainment,
  };
}

function countGood(window: RunWindow, slo: Slo): number {
  const { e2eMs = Infinity, ttftMs = Infinity, tpotMs = Infinity } = slo;
  const { arrivedAt, firstTokenAt, finishedAt, outputTokens, log, release } = window;
  const rounding = roundingOfBatches(window);
  let good = 0;
  for (let request = window.firstRequest; request < log.requestCount; request++) {
    if (!window.isCompleted(request)) continue;
    const releasedAt = window.releasedAt(request);
    const allowed = rounding[window.batch(request)] ?? roundingOf(releasedAt);
    const inTime = arrivedAt[request]! + allowed;
    const firstAt = release === 'token' ? firstTokenAt[request]! : releasedAt;
    // A request of one token has no time per output token, and meets that target.
    const laterTokens = outputTokens[request]! - 1;
    const missed =
      releasedAt - e2eMs > inTime ||
      firstAt - ttftMs > inTime ||
      (laterTokens > 0 && finishedAt[request]! - tpotMs * laterTokens > firstTokenAt[request]! + allowed);
    if (!missed) good++;
  }
  return good;
}

/** Rounding of the instants of each batch: they are sums over all batches of its engine since that was last free. */
function roundingOfBatches({ startedAt, engineFreeAt, endedAt, log }: RunWindow): Float64Array {
  const rounding = new Float64Array(log.batchCount);
  const additions = new Array<number>(log.engines).fill(0);
  for (let batch = 0; batch < log.batchCount; batch++) {
    const engine = log.engineOf(batch);
    // Where an engine has just become free, all others were busy: it is this one.
    additions[engine] = startedAt[batch] === engineFreeAt[batch] ? additions[engine]! + 1 : 1;
    rounding[batch] = roundingOf(endedAt[batch]!, additions[engine]);
  }
  return rounding;
}
