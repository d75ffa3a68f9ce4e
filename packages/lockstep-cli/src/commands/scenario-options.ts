import { InvalidArgumentError, type Command, Option } from 'commander';
import {
  flagOf,
  overrideScenario,
  parseVaried,
  readScenario,
  readSweep,
  RENAMED_FLAGS,
  type Scenario,
  SCENARIO_KEYS,
  SCENARIO_OPTIONS,
  ScenarioError,
  type ScenarioKey,
  type ScenarioOption,
  type Sweep,
  type WrittenScenario,
} from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { refuseRenamedFlags } from './renamed-flags.js';

/** Options that have another default in a command, or one that does not hold everywhere. */
type ChangedOptions = {
  readonly [key in ScenarioKey]?: Partial<Pick<ScenarioOption, 'default' | 'defaultNote'>>;
};

/** What commander hands over: the flags that were given, by their names in camelCase. */
export type Flags = Readonly<Record<string, unknown>>;

/**
 * Adds every option of a scenario to a command; `lists` says whether it takes several values where a sweep does,
 * `changed` what is different about an option there.
 */
export function addScenarioOptions(
  command: Command,
  { lists, changed = {} }: { lists: boolean; changed?: ChangedOptions },
): void {
  for (const key of SCENARIO_KEYS) {
    const option = SCENARIO_OPTIONS[key];
    const argument =
      option.argument === null ? '' : ` <${option.argument}${lists && option.list ? ',…' : ''}>`;
    command.addOption(
      new Option(flagOf(key) + argument, describe({ ...option, ...changed[key] }))
        .argParser(once)
        .helpGroup(`${option.group}:`),
    );
  }
  refuseRenamedFlags(command, RENAMED_FLAGS);
}

/** Refuses an option that is given twice, which would silently drop the first. */
export function once(value: string, previous: unknown): string {
  if (previous !== undefined) throw new InvalidArgumentError('It is given twice.');
  return value;
}

/** Adds `--vary`, which gives any option of a scenario several values. */
export function addVaryOption(command: Command): void {
  command.addOption(
    new Option(
      '--vary <option=values>',
      'several values of any option, combined with all others: --vary max-queue-size=8,16,inf\n' +
        'may be given several times; again for the same option it adds values, as a value with commas needs: ' +
        '--vary cost=mock --vary cost=affine:prefill=50ms,step=20ms',
    )
      .argParser((text, before: readonly string[] = []) => [...before, text])
      .helpGroup('Sweep:'),
  );
}

/**
 * The complete scenario of one run, of a file and the flags that override it.
 * @param defaults what it has where neither says anything, besides the defaults of every scenario
 * @throws UsageError or ScenarioError that names the file where the fault lies in it
 */
export function scenarioFrom(
  file: string | undefined,
  flags: Flags,
  defaults: WrittenScenario = {},
): Promise<Scenario> {
  return readFrom(file, flagsOf(flags), defaults, readScenario);
}

/** The same for a sweep, with what `--vary` says. */
export function sweepFrom(
  file: string | undefined,
  flags: Flags & { readonly vary?: readonly string[] },
  defaults: WrittenScenario = {},
): Promise<Sweep> {
  const fromFlags = flagsOf(flags);
  const fromVary = varied(flags.vary ?? [], fromFlags);
  const read = (written: WrittenScenario): Sweep => {
    try {
      return readSweep(written);
    } catch (error) {
      if (!(error instanceof ScenarioError) || error.key === null || !(error.key in fromVary)) throw error;
      throw new UsageError(`--vary ${flagOf(error.key).slice(2)}: ${error.detail}`);
    }
  };
  return readFrom(file, { ...fromFlags, ...fromVary }, defaults, read);
}

function flagsOf(flags: Flags): WrittenScenario {
  return Object.fromEntries(
    SCENARIO_KEYS.filter((key) => flags[key] !== undefined).map((key) => [key, flags[key]]),
  );
}

/** The values of every option that `--vary` names, in the order in which they are given. */
function varied(texts: readonly string[], fromFlags: WrittenScenario): WrittenScenario {
  const lists = new Map<ScenarioKey, string[]>();
  for (const text of texts) {
    const { key, values } = about(text, () => parseVaried(text));
    if (fromFlags[key] !== undefined) {
      throw new UsageError(`--vary ${text}: contradicts ${flagOf(key)}, which gives the values already`);
    }
    lists.set(key, [...(lists.get(key) ?? []), ...values]);
  }
  return Object.fromEntries(lists);
}

/** Names the option as it was written where the fault lies in it. */
function about<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new UsageError(`--vary ${text}: ${error.message}`);
  }
}

async function readFrom<T>(
  file: string | undefined,
  fromFlags: WrittenScenario,
  defaults: WrittenScenario,
  read: (written: WrittenScenario) => T,
): Promise<T> {
  if (file === undefined) return read(overrideScenario(defaults, fromFlags));
  const { readScenarioFile } = await import('../input/scenario-file.js');
  const fromFile = overrideScenario(defaults, readScenarioFile(file));
  try {
    return read(overrideScenario(fromFile, fromFlags));
  } catch (error) {
    const key = error instanceof ScenarioError ? error.key : null;
    if (!(error instanceof ScenarioError) || key === null || key in fromFlags) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

function describe({ help, range, default: value, defaultNote, argument }: ScenarioOption): string {
  const rangeLine = argument === null ? '' : `\n${range}`;
  const note = defaultNote === undefined ? '' : `, ${defaultNote}`;
  const shown = value === false ? 'off' : value;
  return `${help}${rangeLine}${value === null ? '' : ` (default: ${shown}${note})`}`;
}
