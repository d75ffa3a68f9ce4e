import { collectDefaultMetrics, Registry } from 'prom-client';

/** Gauges whose names end as those of counters do. */
const WRONG_NAMES = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

let registry: Registry | null = null;

/**
 * What the process takes: CPU, memory, open files, the lag of the event loop, garbage collection. It is one for all servers
 * of the process, since it observes the process, and no server's end may end that.
 */
export function processMetrics(): Registry {
  if (registry !== null) return registry;
  registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of WRONG_NAMES) registry.removeSingleMetric(name);
  return registry;
}
