import {
  type OneOrMany,
  SCENARIO_OPTIONS,
  type ScenarioKey,
  type WrittenScenario,
  type WrittenValue,
} from 'lockstep/scenario';
import { documents } from './documents.js';

export interface OpenedScenario {
  /** One value per option. */
  readonly written: WrittenScenario;
  /** The options that it lists several values of, of which the first is taken. */
  readonly lists: readonly ScenarioKey[];
}

/**
 * Reads a scenario file; of one that is meant for a sweep the first values.
 * @throws UsageError in the words of the command line
 */
export async function openScenario(name: string, text: string): Promise<OpenedScenario> {
  const { readScenarioText } = await documents();
  const entries = Object.entries(await readScenarioText(name, text)) as [
    ScenarioKey,
    OneOrMany<WrittenValue>,
  ][];
  const lists: ScenarioKey[] = [];
  const written = entries.map(([key, value]) => {
    const values = valuesOf(key, value);
    if (values.length > 1) lists.push(key);
    return [key, values[0]!] as const;
  });
  return { written: Object.fromEntries(written), lists };
}

function valuesOf(key: ScenarioKey, value: OneOrMany<WrittenValue>): readonly WrittenValue[] {
  if (!SCENARIO_OPTIONS[key].list) return [value as WrittenValue];
  return typeof value === 'object' ? value : String(value).split(',');
}
