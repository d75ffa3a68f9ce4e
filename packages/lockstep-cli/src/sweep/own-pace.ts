import { significant } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';

/**
 * The most that a mean load should be: clearly below 1, where queues stay short enough for latencies to be worth having.
 * Just below 1 they are nearly as long as above it.
 */
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
  if (capacity <= 0 || traceRate < capacity || points.some((point) => point.capacity === null)) return null;
  const engines = Math.ceil(traceRate / capacity / COMFORTABLE_LOAD);
  const bounded = scenario.maxQueueSize !== 'inf' || scenario.requestTimeout !== undefined;
  return (
    `At the trace's own ${significant(traceRate)} requests/s, as measured, every one of these batch sizes ` +
    `${bounded ? 'loses what it cannot serve' : 'is unstable'}: the ` +
    `largest capacity is ${significant(capacity)} requests/s, at batch size ${best.batchSize}. ${engines} engines like ` +
    `this one would keep up, each at a mean load of ${(traceRate / capacity / engines).toFixed(2)}.`
  );
}

function capacityOf({ capacity }: SweepPoint): number {
  return capacity?.requestsPerSecond ?? 0;
}
