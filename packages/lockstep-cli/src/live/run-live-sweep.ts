import type { DecisionLog } from 'lockstep/core';
import { formatWait, type Scenario } from 'lockstep/scenario';
import { mergeSweep, type SweepPoint } from 'lockstep/simulation';
import { StoppedError } from '../failure.js';
import { interruptible } from '../interruptible.js';
import { chosenPoint } from '../sweep/chosen-point.js';
import { configurationInWords } from '../sweep/run-point.js';
import type { Sweep } from '../sweep/run-sweep.js';
import { openProgress } from '../terminal/progress.js';
import type { LiveSettings } from './live-settings.js';
import { openLiveStudy } from './live-study.js';

/** A sweep of live runs. */
export interface LiveSweep extends Sweep {
  /** The model that answered. */
  readonly model: string;
  /** Whether it was ended before all points were run: then the result has those that were. */
  readonly stopped: boolean;
}

const NOTE =
  'What a real engine sustains is not known without a cost model: capacity, offered load, and with them the frontier ' +
  'and any word on stability are left out. Throughput and latencies are as measured.';

/**
 * Runs the points of a sweep on an engine by the real clock, one after another: two at once would slow each other down.
 * @throws whatever is wrong with the scenario, the engine or a point; StoppedError when no point was finished
 */
export async function runLiveSweep(scenario: Scenario, settings: LiveSettings): Promise<LiveSweep> {
  const study = await openLiveStudy(scenario, settings);
  const { configurations } = study;
  const points: SweepPoint[] = [];
  const logs: DecisionLog[] = [];
  const notes: string[] = [];
  try {
    await interruptible(async (signal) => {
      const total = configurations.reduce((sum, each) => sum + study.optionsOf(each).workload.count, 0);
      const progress = openProgress(total, 'requests');
      let before = 0;
      try {
        for (const configuration of configurations) {
          const { batchSize, wait, rate } = configuration;
          const onProgress = (left: number) => progress.show(before + left);
          const run = await study.run(configuration, { signal, onProgress });
          if (run.stopped) break;
          points.push({ batchSize, wait: formatWait(wait), rate, ...run.summary });
          logs.push(run.log);
          notes.push(...run.notes.map((note) => `${configurationInWords(configuration)}: ${note}`));
          before += run.log.requestCount;
        }
      } finally {
        progress.stop();
      }
    });
  } finally {
    await study.close();
  }
  const all = configurations.length;
  if (points.length === 0) throw new StoppedError(`Stopped: 0 of ${all} points were finished.`);
  const stopped = points.length < all;
  if (stopped) notes.push(`Stopped: ${points.length} of ${all} points were finished.`);
  const result = mergeSweep(points, points[0]!.slo);
  return {
    result,
    model: study.engine.model,
    stopped,
    notes: [...study.notes, ...(points.some(({ capacity }) => capacity === null) ? [NOTE] : []), ...notes],
    timeline() {
      const point = chosenPoint(result);
      return point === null ? null : { point, log: logs[point]! };
    },
  };
}
