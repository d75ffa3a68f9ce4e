import { mergeSweep, type SweepPoint } from 'lockstep/simulation';
import { list, overrideScenario, readScenario, type Scenario, type WrittenScenario } from 'lockstep/scenario';
import type { ShownSweep } from '../state/lab.js';
import type { Answer, Order } from './messages.js';

/** Batch sizes that curves are drawn over. */
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];
/** Rates, as multiples of the one that is asked for. */
const RATES = [0.25, 0.5, 1, 2, 4];

/** A core stays free for the page and the run itself. */
const WORKERS = Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));

/** What a scenario is swept over. */
export function sweepScenario(scenario: Scenario): Scenario {
  const { rate } = scenario;
  return readScenario(
    overrideScenario(scenario as WrittenScenario, {
      batchSize: SIZES,
      ...(typeof rate === 'number' && {
        rate: RATES.map((factor) => Number((rate * factor).toPrecision(3))),
      }),
    }),
  );
}

export interface SweepListener {
  progress(finished: number, of: number): void;
  done(sweep: ShownSweep): void;
}

/** Runs a sweep in the background, and gives it up when another is asked for. */
export class BackgroundSweep {
  private workers: Worker[] = [];

  constructor(private readonly listener: SweepListener) {}

  ask(scenario: Scenario): void {
    this.stop();
    const whole = sweepScenario(scenario);
    const points = list(whole.rate ?? (null as never)).flatMap((rate: number | null) =>
      list(whole.batchSize).map((batchSize): Scenario => ({
        ...whole,
        batchSize,
        ...(rate !== null && { rate }),
      })),
    );
    const results: SweepPoint[] = new Array(points.length);
    let next = 0;
    let finished = 0;
    for (let i = 0; i < Math.min(WORKERS, points.length); i++) {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      this.workers.push(worker);
      const give = () => {
        if (next >= points.length) return;
        const id = next++;
        worker.postMessage({ type: 'run', id, scenario: points[id]!, withLog: false } satisfies Order);
      };
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        if (data.type !== 'done') return;
        results[data.id] = data.point;
        this.listener.progress(++finished, points.length);
        if (finished === points.length) this.finish(scenario, whole, results);
        else give();
      });
      give();
    }
  }

  stop(): void {
    for (const worker of this.workers) worker.terminate();
    this.workers = [];
  }

  private finish(scenario: Scenario, whole: Scenario, points: readonly SweepPoint[]): void {
    this.stop();
    const slo = points[0]!.slo;
    const atRate = points.filter(
      ({ rate }) => rate === (scenario.rate ?? null) || scenario.rate === undefined,
    );
    this.listener.done({ scenario: whole, atRate: mergeSweep(atRate, slo), all: mergeSweep(points, slo) });
  }
}
