import type { DecisionLog } from 'lockstep/core';
import type { Capacity } from 'lockstep/metrics';
import { type Scenario, scenarioResolver } from 'lockstep/scenario';
import { capacityOf, coordinatesOf, simulate } from 'lockstep/simulation';
import { refuseTooMany } from './limits.js';
import type { RunResult } from './messages.js';
import { toldWorkload } from './told-workload.js';

/** A scenario names a file whose text was not told. */
export class MissingText extends Error {
  override readonly name = 'MissingText';

  constructor(readonly file: string) {
    super(`cannot read ${file}: its text was not told`);
  }
}

export interface ScenarioRun extends Omit<RunResult, 'columns'> {
  readonly log: DecisionLog;
}

/** Simulates one scenario after another as `lockstep simulate` does, and keeps what the next one can use again. */
export class ScenarioRunner {
  private readonly texts = new Map<string, string>();
  private resolve = this.newResolver();

  /** What a file that scenarios name contains from now on. */
  tell(name: string, text: string): void {
    this.texts.set(name, text);
    this.resolve = this.newResolver();
  }

  /**
   * Simulates the one configuration that a scenario asks for.
   * @param capacity of this configuration, if it is known
   * @param progress is told the share of the requests that have arrived, if there are many
   * @throws MissingText, and what `resolveScenario` and `simulate` throw
   */
  run(
    scenario: Scenario,
    capacity: Capacity | null | undefined,
    progress: (share: number) => void,
  ): ScenarioRun {
    const { configuration, notes, traceRate, ...resolved } = this.resolve(scenario);
    const options = resolved.options();
    refuseTooMany(options.workload.count, scenario.trace === undefined ? 'requests' : 'trace');
    const { cost, workload, maxBatchSize } = options;
    const { summary, log } = simulate({
      ...options,
      workload: toldWorkload(workload, progress),
      // Of the workload itself: lengths drawn for one batch size are kept with it for the next.
      capacity: capacity === undefined ? capacityOf(cost, workload, maxBatchSize) : capacity,
    });
    const point = { coordinates: coordinatesOf(configuration), ...configuration, ...summary };
    return { point, log, notes, traceRate };
  }

  private newResolver(): ReturnType<typeof scenarioResolver> {
    return scenarioResolver((file) => {
      const text = this.texts.get(file);
      if (text === undefined) throw new MissingText(file);
      return text;
    });
  }
}
