import { type Command, Option } from 'commander';
import { ENGINE_NOTATION } from '../engines/open-engine.js';
import { UPSTREAM_KEY_HELP } from '../engines/upstream-key.js';
import { refuseRenamedFlags } from './renamed-flags.js';
import { once } from './scenario-options.js';

/** How a live run is made: its model, its prompts, its clock. */
const LIVE_OPTIONS: readonly (readonly [flags: string, help: string])[] = [
  [
    '--model <name>',
    'its name; with openai the one by which the upstream knows it (default: as the engine says)',
  ],
  ['--upstream-key-env <name>', UPSTREAM_KEY_HELP],
  [
    '--prompts <file>',
    'real prompts, asked in turn\na file with a prompt a line, or JSON lines with prompt, turns or messages; or mt-bench ' +
      '(default: plain words, as many as --prompt-tokens asks for)',
  ],
  [
    '--temperature <number>',
    'how freely the next token is chosen\na number from 0 to 2 (default: 0, greedy)',
  ],
  [
    '--ignore-eos',
    'go on past the natural end of a text, to the length of --output-tokens (default: off, that is the most)',
  ],
  [
    '--speed <factor>',
    'let time pass faster for the simulated engine: arrivals, waits and batches\na number > 0 and ≤ 1000 (default: 1)',
  ],
];

/** Adds the options of a live run to a command, which may be one without an engine too. */
export function addLiveOptions(command: Command, { defaultEngine }: { defaultEngine: string | null }): void {
  const otherwise = defaultEngine ?? 'none, everything is simulated';
  add(command, '--engine <engine>', `what runs the batches\n${ENGINE_NOTATION} (default: ${otherwise})`);
  for (const [flags, help] of LIVE_OPTIONS) add(command, flags, help);
  refuseRenamedFlags(command, { '--ignore-end': '--ignore-eos' });
}

function add(command: Command, flags: string, help: string): void {
  const option = new Option(flags, help).helpGroup('Engine:');
  command.addOption(option.required ? option.argParser(once) : option);
}
