import { formatSlo, parseSlo, type Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';

/** The target for the E2E latency (ms); null if there is none. */
export function targetOf({ slo }: Scenario): number | null {
  return slo === undefined ? null : (parseSlo(slo).e2eMs ?? null);
}

/** The targets of a scenario with another one for the E2E latency, as they are written; undefined where none is left. */
export function withTarget({ slo }: Scenario, e2eMs: number | null): string | undefined {
  const targets = { ...(slo !== undefined && parseSlo(slo)) };
  if (e2eMs === null) delete targets.e2eMs;
  else targets.e2eMs = rounded(e2eMs);
  return Object.keys(targets).length === 0 ? undefined : formatSlo(targets);
}

/** A target that lies a little above what the run does, so that one sees both sides of it. */
export function suggestedTarget(point: SweepPoint | null): number {
  return (point?.e2eLatencyMs.p99 ?? 1000) * 1.1;
}

/** To two digits, as somebody would write it. */
function rounded(ms: number): number {
  return Math.max(1, Number(ms.toPrecision(2)));
}
