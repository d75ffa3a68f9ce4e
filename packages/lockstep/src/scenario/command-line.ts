import { list } from './one-or-many.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options/index.js';
import type { ScenarioKey, SweepScenario } from './scenario.js';
import { flagOf } from './scenario-error.js';
import { parseVaried } from './vary.js';

/**
 * Writes the command line that a scenario stands for, leaving out what is a default anyway (but never a rate:
 * whether that has a default depends on the arrivals).
 * @param command `lockstep simulate` or `lockstep sweep`
 */
export function commandLine(command: string, scenario: Partial<SweepScenario>): string {
  const words = [command];
  for (const key of SCENARIO_KEYS) {
    const value = scenario[key];
    const option = SCENARIO_OPTIONS[key];
    const isDefault = value === option.default && key !== 'rate';
    if (value === undefined || isDefault) continue;
    const values = list(value);
    if (values.length > 1 && option.list === undefined) {
      words.push(...varyWords(key, values.map(String)));
      continue;
    }
    words.push(flagOf(key));
    if (value !== true) words.push(shellWord(values.join(',')));
  }
  return words.join(' ');
}

/** The values with commas between them where that reads back as the same values, else one by one. */
function varyWords(key: ScenarioKey, values: readonly string[]): string[] {
  const name = flagOf(key).slice(2);
  const joined = `${name}=${values.join(',')}`;
  const isSame = parseVaried(joined).values.join('\n') === values.join('\n');
  const texts = isSame ? [joined] : values.map((value) => `${name}=${value}`);
  return texts.flatMap((text) => ['--vary', shellWord(text)]);
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
