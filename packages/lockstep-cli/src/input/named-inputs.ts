import { flagOf, type Scenario, scenarioFiles } from 'lockstep/scenario';
import type { NamedPath } from '../output/refuse-overwriting.js';
import { pathOf } from './read-text.js';

/** The files that a command reads for scenarios: the one they come from, and those that they name. */
export function namedInputs(file: string | undefined, scenarios: readonly Scenario[]): NamedPath[] {
  const files = scenarios.flatMap(scenarioFiles).map(({ key, name }) => named(flagOf(key), name));
  return [
    ...(file === undefined ? [] : [{ option: `the scenario file ${file}`, path: file }]),
    ...new Map(files.map((each) => [each.option, each])).values(),
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
