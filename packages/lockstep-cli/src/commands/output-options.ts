import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { type Flags, once } from './scenario-options.js';

type CommandName = 'simulate' | 'sweep';

/** An option that says what becomes of the result, not what is simulated. */
interface OutputOption {
  readonly flags: string;
  readonly help: string;
  /** The only command that has it; null for both. */
  readonly only: CommandName | null;
}

const OUTPUT_OPTIONS: Readonly<Record<string, OutputOption>> = {
  json: {
    flags: '--json',
    help: 'print one JSON document instead of tables (default: off)',
    only: null,
  },
  requestsOut: {
    flags: '--requests-out <file>',
    help: 'write a row per request: .csv or .jsonl (default: none)',
    only: 'simulate',
  },
  traceOut: {
    flags: '--trace-out <file>',
    help: 'write a Chrome trace, for ui.perfetto.dev (default: none)',
    only: 'simulate',
  },
  out: {
    flags: '--out <folder>',
    help: 'write report.html and every chart as SVG and PNG into a folder (default: none)',
    only: null,
  },
  workers: {
    flags: '--workers <count>',
    help: 'worker threads: a whole number from 1 to 256 (default: one per available core, at most one per point)',
    only: 'sweep',
  },
  printScenario: {
    flags: '--print-scenario',
    help: 'print the complete scenario as a file, and run nothing (default: off)',
    only: null,
  },
};

/** Adds the options of a command that say what becomes of its result. */
export function addOutputOptions(command: Command, name: CommandName): void {
  for (const { flags, help, only } of Object.values(OUTPUT_OPTIONS)) {
    const option = new Option(flags, help).helpGroup('Output:');
    if (option.required) option.argParser(once);
    // An option of the other command is known here too, so that its error can say where it belongs.
    command.addOption(only === null || only === name ? option : option.hideHelp());
  }
}

/** @throws UsageError for an option of the other command, one without a path, or two that exclude one another */
export function checkOutputOptions(name: CommandName, flags: Flags): void {
  for (const [key, { flags: written, only }] of Object.entries(OUTPUT_OPTIONS)) {
    const [flag, argument] = written.split(' ');
    if (flags[key] === '' && key !== 'workers') {
      throw new UsageError(`${flag}: expected a ${argument!.slice(1, -1)}, got nothing`);
    }
    if (flags[key] === undefined || only === null || only === name) continue;
    throw new UsageError(`${flag}: not an option of lockstep ${name}; did you mean "lockstep ${only}"?`);
  }
  if (flags.printScenario && flags.json) {
    throw new UsageError('--print-scenario: contradicts --json, which prints a result, and there is none');
  }
}
