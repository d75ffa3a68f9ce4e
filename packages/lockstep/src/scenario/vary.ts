import { didYouMean } from './nearest.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options/index.js';
import type { ScenarioKey } from './scenario.js';
import { flagOf, ScenarioError } from './scenario-error.js';

/** An option and values of it, as a sweep's `--vary` writes them. */
export interface Varied {
  readonly key: ScenarioKey;
  readonly values: readonly string[];
}

const KEY_OF = new Map(SCENARIO_KEYS.map((key) => [flagOf(key).slice(2), key]));

/**
 * Reads `batch-size=1,2,4`: an option by its name on the command line, and one or several values with commas between
 * them. A text that is one value as it stands, such as `cost=kernels:llama-3-8b@a100,packed`, is one value.
 * @throws ScenarioError for an unknown option or a value that it does not take
 */
export function parseVaried(text: string): Varied {
  const equals = text.indexOf('=');
  if (equals < 0) {
    throw new ScenarioError(
      `expected an option and its values, as in batch-size=1,2,4, got ${JSON.stringify(text)}`,
    );
  }
  const name = text.slice(0, equals);
  const key = KEY_OF.get(name);
  if (key === undefined)
    throw new ScenarioError(`unknown option ${name}${didYouMean(name, [...KEY_OF.keys()])}`);
  return { key, values: valuesOf(key, text.slice(equals + 1)) };
}

function valuesOf(key: ScenarioKey, text: string): readonly string[] {
  const option = SCENARIO_OPTIONS[key];
  const isValue = (each: string) => refusalOf(() => option.read(each)) === null;
  const parts = text.split(',');
  if (parts.length === 1 || isValue(text)) return [text];
  // What is wrong is told by the value as a whole where its notation has commas, else by the part that is wrong.
  if (option.commas && !parts.every(isValue)) return [text];
  return parts;
}

function refusalOf(read: () => unknown): Error | null {
  try {
    read();
    return null;
  } catch (error) {
    return error as Error;
  }
}
