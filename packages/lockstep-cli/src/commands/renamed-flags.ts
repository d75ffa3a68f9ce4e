import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';

/**
 * Refuses flags that a command once had, with the name that each has now.
 * @param renamed from the old flag to the new one, such as `--deadline` to `--request-timeout`
 */
export function refuseRenamedFlags(command: Command, renamed: Readonly<Record<string, string>>): void {
  for (const [old, now] of Object.entries(renamed)) {
    command.addOption(new Option(`${old} [value]`).hideHelp());
    command.on(`option:${old.slice(2)}`, () => {
      throw new UsageError(`${old}: is named ${now} now`);
    });
  }
}
