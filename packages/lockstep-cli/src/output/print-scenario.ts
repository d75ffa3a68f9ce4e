import type { SweepScenario } from 'lockstep/scenario';
import { printResult } from '../terminal/print.js';
import { scenarioText } from '../documents/scenario-text.js';

/** Prints a scenario as a file that gives the same run. */
export async function printScenario(scenario: Partial<SweepScenario>): Promise<void> {
  printResult(await scenarioText(scenario));
}
