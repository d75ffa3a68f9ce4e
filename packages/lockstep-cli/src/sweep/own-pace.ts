import { percent, significant } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';

/** An offered load at which queues stay short enough for latencies to be worth having. */
const COMFORTABLE_LOAD = 0.8;

/**
 * What a trace that was scaled to other rates would do at its own: a sentence when none of the batch sizes swept
 * can carry it, with the number of engines it would take. Null when one can, or when there is nothing to say.
 * @param traceRate the trace's own rate (requests/s), null without one
 */
export function ownPaceNote(
  traceRate: number | null,
  scenario: Scenario,
  points: readonly SweepPoint[],
): string | null {
  if (traceRate === null || scenario.rate === undefined) return null;
  const best = points.reduce((a, b) => (capacityOf(b) > capacityOf(a) ? b : a));
  const capacity = capacityOf(best);
  if (!Number.isFinite(capacity) || capacity <= 0 || traceRate < capacity) return null;
  const busy = traceRate / capacity;
  const engines = Math.floor(busy) + 1;
  const comfortable = Math.ceil(busy / COMFORTABLE_LOAD);
  const room =
    comfortable > engines
      ? `, and ${comfortable} to stay at ${percent(COMFORTABLE_LOAD)} of their capacity`
      : '';
  return (
    `At the trace's own ${significant(traceRate)} requests/s every one of these batch sizes is unstable: the ` +
    `largest capacity is ${significant(capacity)} requests/s, at batch size ${best.batchSize}. It would take at ` +
    `least ${engines} engines like this one to keep up${room}.`
  );
}

function capacityOf({ capacity }: SweepPoint): number {
  return capacity?.requestsPerSecond ?? 0;
}
