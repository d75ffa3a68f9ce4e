import { list, type Scenario } from 'lockstep/scenario';
import { mergeSweep, type SweepPoint } from 'lockstep/simulation';
import type { Problem } from '../state/problem.js';
import type { ShownSweep } from '../state/lab.js';
import { type SweepPlan, withoutSizes } from './sweep-plan.js';

/** What became of a point. */
export type PointResult = SweepPoint | Problem;

/**
 * What the points that are there say together, as soon as all those at the rate asked for are. A batch size that cannot
 * run at some rate is left out at all of them, and said to be.
 * @param resultOf what became of a point, undefined while it is not over
 * @returns null while there is nothing to show
 */
export function sweepResult(
  plan: SweepPlan,
  resultOf: (point: Scenario) => PointResult | undefined,
): ShownSweep | null {
  const results = plan.points.map((scenario) => ({ scenario, result: resultOf(scenario) }));
  const isAtRate = ({ scenario }: { scenario: Scenario }) => (scenario.rate ?? null) === plan.rate;
  if (results.some((each) => isAtRate(each) && each.result === undefined)) return null;

  const left = new Map<number | 'inf', string>();
  for (const { scenario, result } of results) {
    const size = scenario.batchSize as number | 'inf';
    if (result !== undefined && isProblem(result) && !left.has(size)) left.set(size, result.message);
  }
  const kept = results.filter(({ scenario }) => !left.has(scenario.batchSize as number));
  if (kept.length === 0) return null;

  const scenario = withoutSizes(plan.scenario, new Set(left.keys()));
  const { slo } = kept[0]!.result as SweepPoint;
  const merged = (points: typeof kept) =>
    mergeSweep(
      inOrder(
        scenario,
        points.map(({ result }) => result as SweepPoint),
      ),
      slo,
    );
  const isWhole = results.every(({ result }) => result !== undefined);
  return {
    scenario,
    rate: plan.rate,
    atRate: merged(kept.filter(isAtRate)),
    all: isWhole ? merged(kept) : null,
    notes: [...plan.notes, ...leftOut(left)],
  };
}

export function isProblem(result: PointResult): result is Problem {
  return 'fault' in result;
}

/** As the command line has them: by rate, then by size. */
function inOrder({ rate, batchSize }: Scenario, points: readonly SweepPoint[]): SweepPoint[] {
  const rates: readonly number[] = rate === undefined ? [] : list(rate);
  const sizes = list(batchSize).map((size) => (size === 'inf' ? Infinity : size));
  const place = (point: SweepPoint) =>
    rates.indexOf(point.rate!) * sizes.length + sizes.indexOf(point.batchSize);
  return points.toSorted((a, b) => place(a) - place(b));
}

/** The smallest of them says why: larger ones do not fit for the same reason. */
function leftOut(sizes: ReadonlyMap<number | 'inf', string>): string[] {
  if (sizes.size === 0) return [];
  const left = [...sizes.keys()];
  const [smallest] = sizes.values();
  const what = left.length === 1 ? `Batch size ${left[0]} is` : `Batch sizes ${left.join(', ')} are`;
  return [`${what} left out: ${smallest}`];
}
