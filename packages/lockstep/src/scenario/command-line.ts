import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options.js';
import type { Scenario } from './scenario.js';
import { flagOf } from './scenario-error.js';

/**
 * Writes the command line that a scenario stands for, leaving out what is a default anyway (but never a rate:
 * whether that has a default depends on the arrivals).
 * @param command `lockstep simulate` or `lockstep sweep`
 */
export function commandLine(command: string, scenario: Partial<Scenario>): string {
  const words = [command];
  for (const key of SCENARIO_KEYS) {
    const value = scenario[key];
    const isDefault = value === SCENARIO_OPTIONS[key].default && key !== 'rate';
    if (value === undefined || isDefault) continue;
    words.push(flagOf(key));
    if (value !== true) words.push(shellWord(Array.isArray(value) ? value.join(',') : String(value)));
  }
  return words.join(' ');
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
