import type { Scenario } from 'lockstep/scenario';
import type { Problem } from '../state/problem.js';
import type { Files } from './files.js';
import { type ShownRun, shownRun } from './shown-run.js';
import { Simulator } from './simulator.js';

/** A single run failed: what is wrong with it. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';

  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/**
 * Simulates one scenario on a worker of its own, which ends with it.
 * @throws RunFailure with what is wrong
 */
export async function runOnce(scenario: Scenario, files: Files): Promise<ShownRun> {
  const simulator = new Simulator(files);
  try {
    return await new Promise<ShownRun>((resolve, reject) => {
      simulator.run({
        scenario,
        withLog: true,
        done: (result) => resolve(shownRun(scenario, result)),
        failed: (problem) => reject(new RunFailure(problem)),
      });
    });
  } finally {
    simulator.end();
  }
}
