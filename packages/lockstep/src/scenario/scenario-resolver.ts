import { list } from './one-or-many.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options.js';
import type { ReadText } from './read-text.js';
import { type ResolvedScenario, resolveWith } from './resolve-scenario.js';
import { type RatedWorkloads, resolveWorkload } from './resolve-workload.js';
import type { Scenario } from './scenario.js';

/**
 * Resolves one scenario after another as `resolveScenario` does, and keeps the workload of the last: while only batches,
 * rates or the cost model change, no trace is parsed again, and while the rate stays, no requests are drawn again.
 * @param readText must give the same text whenever it is asked for a file
 */
export function scenarioResolver(readText: ReadText): (scenario: Scenario) => ResolvedScenario {
  let last: { readonly key: string; readonly workloads: RatedWorkloads } | null = null;
  const workloadsOf = (scenario: Scenario): RatedWorkloads => {
    const key = workloadKey(scenario);
    if (last?.key !== key) last = { key, workloads: resolveWorkload(scenario, readText) };
    const { workloads } = last;
    return scenario.rate === undefined ? workloads : { ...workloads, rates: list(scenario.rate) };
  };
  return (scenario) => resolveWith(scenario, readText, workloadsOf);
}

/** A workload is checked against the warmup, too. */
const DECIDES = SCENARIO_KEYS.filter(
  (key) => ['Workload', 'Trace'].includes(SCENARIO_OPTIONS[key].group) || key === 'warmup',
);

/** Of the rate only whether there is one: a workload can be had at every rate. */
function workloadKey(scenario: Scenario): string {
  return JSON.stringify(DECIDES.map((key) => (key === 'rate' ? key in scenario : (scenario[key] ?? null))));
}
