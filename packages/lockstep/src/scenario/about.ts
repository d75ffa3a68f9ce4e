import { ConfigurationError } from '../core/index.js';
import { CostError } from '../cost/index.js';
import { WorkloadError } from '../workload/index.js';
import type { ScenarioKey } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** Runs `check`, and says in the error of a wrong value which option it is about. */
export function about<T>(key: ScenarioKey, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof ScenarioError) throw new ScenarioError(error.detail, error.key ?? key);
    const parameters = [ConfigurationError, CostError, WorkloadError];
    if (!parameters.some((kind) => error instanceof kind)) throw error;
    throw new ScenarioError((error as Error).message, key);
  }
}
