import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { type Flags, once } from './scenario-options.js';

export type ResultCommand = 'simulate' | 'sweep' | 'run' | 'report';

/** An option that says what becomes of the result, not what is simulated. */
interface OutputOption {
  readonly flags: string;
  readonly help: string;
  /** The commands that have it. */
  readonly of: readonly ResultCommand[];
}

const OUTPUT_OPTIONS: Readonly<Record<string, OutputOption>> = {
  json: {
    flags: '--json',
    help: 'print one JSON document instead of tables (default: off)',
    of: ['simulate', 'sweep', 'run', 'report'],
  },
  requestsOut: {
    flags: '--requests-out <file>',
    help: 'write a row per request: .csv or .jsonl (default: none)',
    of: ['simulate', 'run', 'report'],
  },
  traceOut: {
    flags: '--trace-out <file>',
    help: 'write a Chrome trace, for ui.perfetto.dev (default: none)',
    of: ['simulate', 'run', 'report'],
  },
  out: {
    flags: '--out <folder>',
    help: 'write report.html and every chart as SVG and PNG into a folder (default: none)',
    of: ['simulate', 'sweep', 'run', 'report'],
  },
  decisions: {
    flags: '--decisions <file>',
    help: 'append every decision to a file as it is made, for lockstep report (default: none)',
    of: ['run'],
  },
  workers: {
    flags: '--workers <count>',
    help: 'worker threads: a whole number from 1 to 256 (default: one per available core, at most one per point)',
    of: ['sweep'],
  },
  printScenario: {
    flags: '--print-scenario',
    help: 'print the complete scenario as a file, and run nothing (default: off)',
    of: ['simulate', 'sweep', 'run'],
  },
};

/** Adds the options of a command that say what becomes of its result. */
export function addOutputOptions(command: Command, name: ResultCommand): void {
  for (const { flags, help, of } of Object.values(OUTPUT_OPTIONS)) {
    const option = new Option(flags, help).helpGroup('Output:');
    if (option.required) option.argParser(once);
    // An option of another command is known here too, so that its error can say where it belongs.
    command.addOption(of.includes(name) ? option : option.hideHelp());
  }
}

/** @throws UsageError for an option of another command, one without a path, or two that exclude one another */
export function checkOutputOptions(name: ResultCommand, flags: Flags): void {
  for (const [key, { flags: written, of }] of Object.entries(OUTPUT_OPTIONS)) {
    const [flag, argument] = written.split(' ');
    if (flags[key] === '' && key !== 'workers') {
      throw new UsageError(`${flag}: expected a ${argument!.slice(1, -1)}, got nothing`);
    }
    if (flags[key] === undefined || of.includes(name)) continue;
    throw new UsageError(`${flag}: not an option of lockstep ${name}; did you mean "lockstep ${of[0]}"?`);
  }
  if (flags.printScenario && flags.json) {
    throw new UsageError('--print-scenario: contradicts --json, which prints a result, and there is none');
  }
}
