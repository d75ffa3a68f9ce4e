import { isScenarioKey, SCENARIO_OPTIONS, type ScenarioKey } from 'lockstep/scenario';
import { lower } from 'lockstep/words';
import type { RequestDifference } from '../state/different-requests.js';

/** What the page calls an option: as everywhere, but the rate is shorter, since it stands among the arrivals. */
export function optionName(key: ScenarioKey): string {
  return key === 'rate' ? 'Rate' : SCENARIO_OPTIONS[key].name;
}

/** What requests differ in, within a sentence: `rate, output tokens`. */
export function differencesInWords(differences: readonly RequestDifference[]): string {
  return differences.map((each) => (isScenarioKey(each) ? lower(optionName(each)) : each)).join(', ');
}
