import type { Scenario, ScenarioKey } from '../scenario.js';
import { BATCH_OPTIONS } from './batches.js';
import { COST_OPTIONS } from './cost.js';
import { NUMBER_OPTIONS } from './numbers.js';
import type { ScenarioOption } from './option.js';
import { TRACE_OPTIONS } from './trace.js';
import { WORKLOAD_OPTIONS } from './workload.js';

/** The entries of some options, each with the type of its value in a scenario. */
export type OptionsOf<Keys extends ScenarioKey> = {
  readonly [Key in Keys]: ScenarioOption<NonNullable<Scenario[Key]>>;
};

/** Every option of a scenario, in the order in which people meet them. */
export const SCENARIO_OPTIONS: OptionsOf<ScenarioKey> = {
  ...BATCH_OPTIONS,
  ...COST_OPTIONS,
  ...WORKLOAD_OPTIONS,
  ...TRACE_OPTIONS,
  ...NUMBER_OPTIONS,
};

/** Whether a key is one of an option. */
export function isScenarioKey(key: string): key is ScenarioKey {
  return Object.hasOwn(SCENARIO_OPTIONS, key);
}

/** The keys of a scenario, in the order of the table. */
export const SCENARIO_KEYS: readonly ScenarioKey[] = Object.keys(SCENARIO_OPTIONS).filter(isScenarioKey);
