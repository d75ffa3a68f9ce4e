import { parseCost } from './cost.js';
import { parseLengths } from './lengths.js';
import type { ReadText } from './read-text.js';
import type { Scenario, ScenarioKey } from './scenario.js';

/** A file that a scenario names. */
export interface ScenarioFile {
  readonly key: ScenarioKey;
  /** As the scenario writes it. */
  readonly name: string;
}

/** The files that a scenario names, each with its option; none of them is read. */
export function scenarioFiles(scenario: Scenario): ScenarioFile[] {
  const files: ScenarioFile[] = [];
  if (scenario.trace !== undefined) files.push({ key: 'trace', name: scenario.trace });
  const ask = (key: ScenarioKey, build: (readText: ReadText) => unknown) => {
    const name = firstFile(build);
    if (name !== null) files.push({ key, name });
  };
  ask('cost', parseCost(scenario.cost));
  for (const key of ['promptTokens', 'outputTokens'] as const) {
    const lengths = scenario[key];
    if (lengths !== undefined) ask(key, parseLengths(lengths));
  }
  return files;
}

/** The file that is asked for first; the building ends there, so that nothing is read. */
export function firstFile(build: (readText: ReadText) => unknown): string | null {
  const stop = new Error('stop');
  let asked: string | null = null;
  try {
    build((name) => {
      asked = name;
      throw stop;
    });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return asked;
}
