import type { SimulationOptions } from '../simulation/index.js';
import { rateOf } from './arrivals.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options/index.js';
import type { ReadText } from './read-text.js';
import { costOf, type ResolvedScenario, resolveWith } from './resolve-scenario.js';
import { type RatedWorkloads, resolveWorkload } from './resolve-workload.js';
import type { Scenario } from './scenario.js';

/**
 * Resolves one scenario after another as `resolveScenario` does, and keeps the cost model and the workload of the last:
 * while only the schedule or the rate changes, no file is parsed again, and while the rate stays, no requests are drawn
 * again. A workload that is new is drawn at once, so that what is wrong with it comes to light.
 * @param readText must give the same text whenever it is asked for a file
 */
export function scenarioResolver(readText: ReadText): (scenario: Scenario) => ResolvedScenario {
  const costs = rememberLast((scenario): SimulationOptions['cost'] => costOf(scenario, readText));
  const workloads = rememberLast((scenario): RatedWorkloads => {
    const found = resolveWorkload(scenario, readText);
    found.at(rateOf(scenario));
    return found;
  });
  return (scenario) =>
    resolveWith(scenario, {
      cost: costs(scenario.cost, scenario),
      workloads: workloads(workloadKey(scenario), scenario),
    });
}

function rememberLast<T>(make: (scenario: Scenario) => T): (key: string, scenario: Scenario) => T {
  let last: { readonly key: string; readonly made: T } | null = null;
  return (key, scenario) => {
    if (last?.key !== key) last = { key, made: make(scenario) };
    return last.made;
  };
}

const DECIDES = SCENARIO_KEYS.filter((key) => SCENARIO_OPTIONS[key].decides.includes('requests'));

/** What decides the requests; of the rate only whether there is one, since a workload can be had at every rate. */
function workloadKey(scenario: Scenario): string {
  return JSON.stringify(DECIDES.map((key) => (key === 'rate' ? key in scenario : (scenario[key] ?? null))));
}
