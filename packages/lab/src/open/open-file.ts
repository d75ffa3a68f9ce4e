import { flagOf, overrideScenario, type Scenario, type WrittenScenario } from 'lockstep/scenario';
import type { ShownRun } from '../simulation/shown-run.js';
import { openDecisions } from './open-decisions.js';
import { openScenario } from './open-scenario.js';
import { type FileKind, kindOfFile } from './kind-of-file.js';
import { readFileText } from './read-file-text.js';

/** What became of a file, and what to say of it. */
export type Opened = { readonly notice: string } & (
  | { readonly type: 'runs'; readonly runs: readonly ShownRun[] }
  | { readonly type: 'scenario'; readonly written: WrittenScenario }
  /** The scenario names this file from now on. */
  | { readonly type: 'input'; readonly written: WrittenScenario; readonly text: string }
);

/**
 * Reads a file and tells by its content what to do with it.
 * @param scenario that is asked for: a file that it names already stays in its place
 * @param awaited scenario that waits for a file that it names, too; null if none does
 * @throws FileError, UsageError, ScenarioError and what its parser throws
 */
export async function openFile(file: File, scenario: Scenario, awaited: Scenario | null): Promise<Opened> {
  const { name } = file;
  const text = await readFileText(file);
  if (isNamed(name, scenario) || (awaited !== null && isNamed(name, awaited))) {
    return { type: 'input', written: scenario, text, notice: `${name} is here now.` };
  }
  const kind = kindOfFile(text);
  switch (kind) {
    case 'decisions': {
      const runs = await openDecisions(name, text);
      const one = 'a recorded run is shown; changing any option goes back to the simulation.';
      const notice =
        runs.length === 1
          ? `${name}: ${one}`
          : `${name} holds ${runs.length} recorded runs, of which the last is shown; changing any option goes back to the simulation.`;
      return { type: 'runs', runs, notice };
    }
    case 'scenario': {
      const { written, lists } = await openScenario(name, text);
      const notice =
        lists.length === 0
          ? `The scenario of ${name} is simulated.`
          : `${name} asks for a sweep: of ${lists.map(flagOf).join(' and ')} the first is simulated, and the curves sweep ` +
            'by themselves.';
      return { type: 'scenario', written, notice };
    }
    default:
      return {
        type: 'input',
        written: overrideScenario(scenario, INPUTS[kind].option(name)),
        text,
        notice: INPUTS[kind].notice(name),
      };
  }
}

const INPUTS: Record<
  Exclude<FileKind, 'decisions' | 'scenario'>,
  { option(name: string): WrittenScenario; notice(name: string): string }
> = {
  trace: {
    option: (name) => ({ trace: name }),
    notice: (name) => `The arrivals and lengths of ${name} are replayed.`,
  },
  table: {
    option: (name) => ({ cost: `table:${name}` }),
    notice: (name) => `${name} tells how long a batch takes.`,
  },
  hardware: {
    option: (name) => ({ cost: `roofline:${name}` }),
    notice: (name) => `${name} tells the GPU and the model.`,
  },
  lengths: {
    option: (name) => ({ outputTokens: `empirical:${name}` }),
    notice: (name) => `Output lengths are drawn from ${name}.`,
  },
};

function isNamed(name: string, { trace, cost, promptTokens, outputTokens }: Scenario): boolean {
  const inCost = cost.split(/[:,]/).includes(name);
  return trace === name || inCost || [promptTokens, outputTokens].includes(`empirical:${name}`);
}
