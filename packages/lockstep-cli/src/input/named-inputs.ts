import { flagOf, type Scenario, scenarioFiles } from 'lockstep/scenario';
import type { NamedPath } from '../output/refuse-overwriting.js';
import { pathOf } from './read-text.js';

/** The files that a command reads for a scenario: its own and those that it names. */
export function namedInputs(file: string | undefined, scenario: Scenario): NamedPath[] {
  return [
    ...(file === undefined ? [] : [{ option: `the scenario file ${file}`, path: file }]),
    ...scenarioFiles(scenario).map(({ key, name }) => named(flagOf(key), name)),
  ];
}

/** A file that an option names, which may be one that ships with the tool. */
export function named(flag: string, name: string): NamedPath {
  return { option: `${flag} ${name}`, path: pathOf(name) };
}

/** The file or folder of an engine, as in `llama:model.gguf`. */
export function engineInput(engine: string): NamedPath[] {
  const match = /^(?:llama|onnx):(.+)$/.exec(engine);
  return match === null ? [] : [{ option: `--engine ${engine}`, path: match[1]! }];
}
