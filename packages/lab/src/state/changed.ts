import { overrideScenario, readScenario, type Scenario, type WrittenScenario } from 'lockstep/scenario';
import { refuseTooMany } from '../simulation/limits.js';
import type { Changes } from './lab.js';

/** Lays changes over a scenario; `undefined` sets an option back to its default. */
export function changed(scenario: Scenario, changes: Changes): WrittenScenario {
  // A share of requests that meet the targets says nothing without targets.
  if ('slo' in changes && changes.slo === undefined) changes = { ...changes, sloAttainment: undefined };
  const kept = Object.entries(scenario).filter(
    ([key]) => !(key in changes && changes[key as keyof Changes] === undefined),
  );
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return overrideScenario(Object.fromEntries(kept), Object.fromEntries(given));
}

/**
 * Checks and completes what someone wrote for a run of the lab.
 * @throws ScenarioError for what no scenario may be, for several values where a run takes one, and for more requests
 *   than a page can hold
 */
export function readRun(written: WrittenScenario): Scenario {
  const scenario = readScenario(written);
  refuseTooMany(scenario.requests, 'requests');
  return scenario;
}
