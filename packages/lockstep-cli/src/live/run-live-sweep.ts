import type { DecisionLog } from 'lockstep/core';
import type { Sweep } from 'lockstep/scenario';
import { mergeSweep, type SweepPoint } from 'lockstep/simulation';
import { StoppedError, UsageError } from '../failure.js';
import { interruptible } from '../interruptible.js';
import { chosenPoint } from '../sweep/chosen-point.js';
import { runInWords } from '../sweep/run-words.js';
import type { SweepRunResult } from '../sweep/run-sweep.js';
import { openProgress } from '../terminal/progress.js';
import type { LiveSettings } from './live-settings.js';
import { openLiveStudy } from './live-study.js';

/** A sweep of live runs. */
export interface LiveSweep extends SweepRunResult {
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
export async function runLiveSweep(sweep: Sweep, settings: LiveSettings): Promise<LiveSweep> {
  refuseSeveralCosts(sweep, settings);
  const runs = sweep.points;
  const study = await openLiveStudy(
    runs.map(({ scenario }) => scenario),
    settings,
  );
  const points: SweepPoint[] = [];
  const logs: DecisionLog[] = [];
  const notes: string[] = [];
  try {
    await interruptible(async (signal) => {
      const total = runs.reduce(
        (sum, { scenario }) => sum + study.resolve(scenario).options().workload.count,
        0,
      );
      const progress = openProgress(total, 'requests');
      let before = 0;
      try {
        for (const planned of runs) {
          const resolved = study.resolve(planned.scenario);
          const onProgress = (left: number) => progress.show(before + left);
          const run = await study.run(resolved, { signal, onProgress });
          if (run.stopped) break;
          points.push({ coordinates: planned.coordinates, ...resolved.configuration, ...run.summary });
          logs.push(run.log);
          notes.push(...run.notes.map((note) => `${runInWords(sweep, planned)}: ${note}`));
          before += run.log.requestCount;
        }
      } finally {
        progress.stop();
      }
    });
  } finally {
    await study.close();
  }
  const all = runs.length;
  if (points.length === 0) throw new StoppedError(`Stopped: 0 of ${all} points were finished.`);
  const stopped = points.length < all;
  if (stopped) notes.push(`Stopped: ${points.length} of ${all} points were finished.`);
  const result = mergeSweep(sweep.axes, points);
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

/** The engine is opened once, for all points. */
function refuseSeveralCosts({ axes }: Sweep, { engine }: LiveSettings): void {
  if (!axes.some(({ option, values }) => option === 'cost' && values.length > 1)) return;
  throw new UsageError(`--vary cost: contradicts --engine ${engine}, which is one engine for all points`);
}
