import type { WrittenScenario } from 'lockstep/scenario';
import { parseScenario } from './parse-scenario.js';
import { readText } from './read-text.js';

/**
 * Reads a scenario file: YAML, or JSON, which is YAML too.
 * @throws UsageError that says where and what is wrong
 */
export function readScenarioFile(file: string): WrittenScenario {
  return parseScenario(file, readText(file));
}
