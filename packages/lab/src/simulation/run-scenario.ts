import type { DecisionLog } from 'lockstep/core';
import { formatWait, resolveScenario, type Scenario } from 'lockstep/scenario';
import { simulate, type SweepPoint } from 'lockstep/simulation';

/**
 * Simulates the one configuration that a scenario asks for, as `lockstep simulate` does.
 * @param readText gives the text of a file that the scenario names
 */
export function runScenario(
  scenario: Scenario,
  readText: (name: string) => string,
): { point: SweepPoint; log: DecisionLog; notes: readonly string[] } {
  const { configurations, optionsOf, notes } = resolveScenario(scenario, readText);
  const configuration = configurations[0]!;
  const { summary, log } = simulate(optionsOf(configuration));
  const { batchSize, wait, rate } = configuration;
  return { point: { batchSize, wait: formatWait(wait), rate, ...summary }, log, notes };
}
