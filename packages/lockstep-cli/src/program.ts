import { Command } from 'commander';
import { fail, OutputError } from './failure.js';
import { shortened } from './terminal/print.js';
import { visibleLines } from './terminal/visible.js';

/** Every command: what it is for, and where it is defined. A command's file is loaded only when it is asked for. */
const COMMANDS = {
  simulate: {
    summary: 'one run of static batching, in numbers',
    define: async (command: Command) => (await import('./commands/simulate.js')).define(command),
  },
  sweep: {
    summary: 'a grid of batch sizes, wait rules and rates, and which of them to choose',
    define: async (command: Command) => (await import('./commands/sweep.js')).define(command),
  },
  run: {
    summary: 'a workload on a real engine by the real clock, in the same numbers',
    define: async (command: Command) => (await import('./commands/run.js')).define(command),
  },
  serve: {
    summary: "a model behind OpenAI's API, its requests answered in static batches",
    define: async (command: Command) => (await import('./commands/serve.js')).define(command),
  },
  report: {
    summary: 'the same numbers of what a server or a run has recorded',
    define: async (command: Command) => (await import('./commands/report.js')).define(command),
  },
  lab: {
    summary: 'all of it in the browser: move a slider and see',
    define: async (command: Command) => (await import('./commands/lab.js')).define(command),
  },
};

const DESCRIPTION =
  'Static batch scheduling for LLM inference: simulate which batch size and which wait suit your ' +
  'traffic and your latency target, then serve with the very scheduler that was simulated.';

const EXAMPLES = `
Examples:
  lockstep simulate --batch-size 4 --wait gap:100ms --arrivals constant:2 --requests 20
  lockstep sweep --trace azure-conv --cost kernels:llama-3-8b@a100 --rate 0.25,0.5,1 \\
    --batch-size 1,2,4,8,16,32,64 --wait oldest:50ms,full --out report/
  lockstep run --engine llama:model.gguf --rate 2 --requests 100 --compare
  lockstep serve --engine llama:model.gguf --batch-size 8 --wait oldest:20ms
  lockstep lab --open

lockstep <command> --help says every option with its default and range.
Exit codes: 0 done, 1 failed, 2 wrong usage or input, 130 stopped by Ctrl-C.`;

/** Runs the command line. Sets the exit code: 0 done, 1 failed, 2 wrong usage or input, 130 stopped by Ctrl-C. */
export async function run(words: readonly string[]): Promise<void> {
  watchOutput(words);
  try {
    const program = new Command('lockstep').description(DESCRIPTION).addHelpText('after', EXAMPLES);
    program
      .version(await version(words))
      .showSuggestionAfterError()
      .configureOutput({
        writeOut: (text) => process.stdout.write(visibleLines(text)),
        writeErr: (text) => process.stderr.write(visibleLines(text.split('\n').map(shortened).join('\n'))),
      })
      .exitOverride();
    for (const [name, { summary, define }] of Object.entries(COMMANDS)) {
      const command = program.command(name).summary(summary);
      if (words.includes(name)) await define(command);
    }
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    fail(error);
  }
}

async function version(words: readonly string[]): Promise<string> {
  if (!words.some((word) => word === '--version' || word === '-V')) return '';
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Commands that go on when nobody reads what they print. */
const SERVING = ['serve', 'lab'];

/**
 * `lockstep … | head` closes our output early: that is no failure, and ends the work unless it is for a file too, or
 * serves. An output that cannot be written otherwise is one. What cannot be said on stderr is not said.
 */
function watchOutput(words: readonly string[]): void {
  const writesFiles = words.some((word) => /^--(out|requests-out|trace-out|decisions)(=|$)/.test(word));
  const command = words.find((word) => !word.startsWith('-')) ?? '';
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (SERVING.includes(command)) return;
    if (error.code === 'EPIPE') {
      if (!writesFiles) process.exit();
      return;
    }
    fail(new OutputError(`cannot write to stdout: ${error.message}`));
    process.exit();
  });
}
