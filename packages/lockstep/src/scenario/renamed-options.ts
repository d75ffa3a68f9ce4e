import type { ScenarioKey } from './scenario.js';
import { flagOf } from './scenario-error.js';

/** Names that options of a scenario once had, with those that they have now: the old ones are refused. */
const RENAMED_OPTIONS: Readonly<Record<string, ScenarioKey>> = {
  deadline: 'requestTimeout',
  maxQueue: 'maxQueueSize',
};

/** What to say of a name that an option once had; null for any other. */
export function renamedKey(key: string): string | null {
  return Object.hasOwn(RENAMED_OPTIONS, key) ? `${key}: is named ${RENAMED_OPTIONS[key]} now` : null;
}

/** The same names as flags of the command line: from the old one to the new one. */
export const RENAMED_FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(RENAMED_OPTIONS).map(([old, now]) => [flagOf(old), flagOf(now)]),
);
