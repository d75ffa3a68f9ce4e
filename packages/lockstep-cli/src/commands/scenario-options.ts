import { InvalidArgumentError, type Command, Option } from 'commander';
import {
  flagOf,
  overrideScenario,
  readScenario,
  RENAMED_FLAGS,
  type Scenario,
  SCENARIO_KEYS,
  SCENARIO_OPTIONS,
  ScenarioError,
  type ScenarioKey,
  type ScenarioOption,
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

/**
 * The complete scenario of a file and the flags that override it.
 * @param defaults what it has where neither says anything, besides the defaults of every scenario
 * @throws UsageError or ScenarioError that names the file where the fault lies in it
 */
export async function scenarioFrom(
  file: string | undefined,
  flags: Flags,
  defaults: WrittenScenario = {},
): Promise<Scenario> {
  const fromFlags: WrittenScenario = Object.fromEntries(
    SCENARIO_KEYS.filter((key) => flags[key] !== undefined).map((key) => [key, flags[key]]),
  );
  if (file === undefined) return readScenario(overrideScenario(defaults, fromFlags));
  const { readScenarioFile } = await import('../input/scenario-file.js');
  const fromFile = overrideScenario(defaults, readScenarioFile(file));
  try {
    return readScenario(overrideScenario(fromFile, fromFlags));
  } catch (error) {
    const key = error instanceof ScenarioError ? error.key : null;
    if (key === null || key in fromFlags) throw error;
    throw new UsageError(`${file}: ${(error as ScenarioError).message}`);
  }
}

/**
 * @throws UsageError for several values where one run takes one
 */
export function refuseLists(scenario: Scenario): void {
  for (const key of ['batchSize', 'wait', 'rate'] as const) {
    const value = scenario[key];
    if (!Array.isArray(value)) continue;
    throw new UsageError(
      `${flagOf(key)}: expected one value, got ${value.length} (${value.join(', ')}); did you mean "lockstep sweep"?`,
    );
  }
}

function describe({ help, range, default: value, defaultNote, argument }: ScenarioOption): string {
  const rangeLine = argument === null ? '' : `\n${range}`;
  const note = defaultNote === undefined ? '' : `, ${defaultNote}`;
  const shown = value === false ? 'off' : value;
  return `${help}${rangeLine}${value === null ? '' : ` (default: ${shown}${note})`}`;
}
