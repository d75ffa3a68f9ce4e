import { freemem } from 'node:os';
import type { Scenario } from 'lockstep/scenario';
import { UsageError } from '../failure.js';

/** What a run needs for a request at its peak: its columns in workload and log, and copies of them that are sorted. */
const BYTES_PER_REQUEST = 120;

/**
 * Refuses more requests than fit into the memory that is free, before any is drawn.
 * @param scenarios those that may run
 * @param runs how many runs stand in memory at once
 * @throws UsageError that says how many fit
 */
export function refuseTooManyRequests(
  scenarios: readonly Scenario[],
  runs = 1,
  available = availableBytes(),
): void {
  const requests = scenarios.reduce((most, each) => Math.max(most, each.requests ?? 0), 0);
  const most = Math.floor(available / BYTES_PER_REQUEST / runs);
  if (requests <= most) return;
  const where = runs === 1 ? '' : `, in ${runs} runs at once`;
  throw new UsageError(
    `--requests: expected at most ${most.toLocaleString('en-US')}, which fit into the ` +
      `${(available / 1e9).toFixed(1)} GB of memory that are free${where}, got ${requests.toLocaleString('en-US')}`,
  );
}

/** Of a container's memory what is left of it; early versions of Node 20 know that of the machine alone. */
function availableBytes(): number {
  const { availableMemory } = process as { availableMemory?: () => number };
  return availableMemory?.() ?? freemem();
}
