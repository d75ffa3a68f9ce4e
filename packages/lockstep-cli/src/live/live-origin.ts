import { commandLine, shellWord, type SweepScenario } from 'lockstep/scenario';
import { type Origin, scenarioRows } from '../output/report-section.js';
import { type LiveSettings, SIMULATED } from './live-settings.js';

/** What decides a live run of its scenario: only a simulated engine takes the time that a cost model says. */
export function liveScenario<S extends { readonly cost: unknown }>(
  scenario: S,
  { engine }: LiveSettings,
): S | Omit<S, 'cost'> {
  if (engine === SIMULATED) return scenario;
  const { cost, ...rest } = scenario;
  return rest;
}

/** The command line that runs the same again. */
export function liveCommand(
  command: 'run' | 'sweep',
  scenario: Partial<SweepScenario>,
  settings: LiveSettings,
): string {
  const { engine, model, upstreamKeyEnv, prompts, generation, speed } = settings;
  const words = [
    `lockstep ${command} --engine ${shellWord(engine)}`,
    ...(model === undefined ? [] : [`--model ${shellWord(model)}`]),
    ...(upstreamKeyEnv === undefined ? [] : [`--upstream-key-env ${shellWord(upstreamKeyEnv)}`]),
    ...(prompts === null ? [] : [`--prompts ${shellWord(prompts)}`]),
    ...(generation.temperature === 0 ? [] : [`--temperature ${generation.temperature}`]),
    ...(generation.ignoreEos ? ['--ignore-eos'] : []),
    ...(speed === 1 ? [] : [`--speed ${speed}`]),
  ];
  return commandLine(words.join(' '), scenario);
}

/** A live run as the origin of a report's section. */
export function liveOrigin(
  command: 'run' | 'sweep',
  file: string | undefined,
  complete: SweepScenario,
  settings: LiveSettings,
  model: string,
  notes: readonly string[],
): Origin & { readonly command: string } {
  const scenario = liveScenario(complete, settings);
  return {
    file,
    title: `Live ${command} of ${model}`,
    rows: [['engine', settings.engine], ['model', model], ...scenarioRows(scenario)],
    command: liveCommand(command, scenario, settings),
    live: true,
    notes,
  };
}
