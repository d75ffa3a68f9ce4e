import { significant } from 'lockstep/metrics';
import { list, type SweepScenario } from 'lockstep/scenario';
import type { SweepPoint, SweepResult } from 'lockstep/simulation';

/**
 * The most that a mean load should be: clearly below 1, where queues stay short enough for latencies to be worth having.
 * Just below 1 they are nearly as long as above it.
 */
const COMFORTABLE_LOAD = 0.8;

/**
 * What a trace that was scaled to other rates would do at its own: a sentence when none of the batch sizes swept
 * can carry it, with the number of engines it would take. Null when one can, when there is nothing to say, and where
 * another condition than the rate varies, since then there is no one engine or workload to speak of.
 * @param traceRate the trace's own rate (requests/s), null without one
 */
export function ownPaceNote(
  traceRate: number | null,
  scenario: SweepScenario,
  { axes, points }: Pick<SweepResult, 'axes' | 'points'>,
): string | null {
  if (traceRate === null || scenario.rate === undefined) return null;
  if (
    axes.some(({ role, option, values }) => role === 'condition' && option !== 'rate' && values.length > 1)
  ) {
    return null;
  }
  const best = points.reduce((a, b) => (capacityOf(b) > capacityOf(a) ? b : a));
  const capacity = capacityOf(best);
  if (capacity <= 0 || traceRate < capacity || points.some((point) => point.capacity === null)) return null;
  const engines = Math.ceil(traceRate / capacity / COMFORTABLE_LOAD);
  return (
    `At the trace's own ${significant(traceRate)} requests/s, as measured, every one of these batch sizes ` +
    `${overloaded(scenario)}: the ` +
    `largest capacity is ${significant(capacity)} requests/s, at batch size ${best.batchSize}. ${engines} engines like ` +
    `this one would keep up, each at a mean load of ${(traceRate / capacity / engines).toFixed(2)}.`
  );
}

/** What becomes of a point whose requests arrive faster than it can serve them. */
function overloaded({ maxQueueSize, requestTimeout }: SweepScenario): string {
  const unbounded = list(maxQueueSize).filter((limit) => limit === 'inf').length;
  if (requestTimeout !== undefined || unbounded === 0) return 'loses what it cannot serve';
  return unbounded === list(maxQueueSize).length
    ? 'is unstable'
    : 'is unstable or loses what it cannot serve';
}

function capacityOf({ capacity }: SweepPoint): number {
  return capacity?.requestsPerSecond ?? 0;
}
