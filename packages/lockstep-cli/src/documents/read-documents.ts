import type { WrittenScenario } from 'lockstep/scenario';
import type { RecordedFile } from '../live/decision-runs.js';

/*
 * What reads them is loaded when something is to be read: a page that only writes documents needs no parser of YAML and no
 * checker of shapes.
 */

/**
 * Reads a scenario file: YAML, or JSON, which is YAML too.
 * @param file what errors call it
 * @throws UsageError that says where and what is wrong
 */
export async function readScenarioText(file: string, text: string): Promise<WrittenScenario> {
  const { parseScenario } = await import('../input/parse-scenario.js');
  return parseScenario(file, text);
}

/**
 * Reads a decision log, the file that `--decisions` writes, run by run. Lines that were cut off, as a crash leaves them,
 * and requests that are missing are noted; other damage costs the run whose line it is.
 * @param file what errors call it
 * @param lines without their line ends
 * @throws UsageError for a file without any run that can be read, with the line's number, what was expected and what came
 */
export async function readDecisionLog(file: string, lines: AsyncIterable<string>): Promise<RecordedFile> {
  const { readDecisionLines } = await import('../live/decision-runs.js');
  return readDecisionLines(file, lines);
}
