import { axisOf, list, type Scenario } from 'lockstep/scenario';
import { mergeSweep, type SweepAxis, type SweepPoint } from 'lockstep/simulation';
import type { Problem } from '../state/problem.js';
import type { ShownSweep } from '../state/lab.js';
import type { SweepPlan } from './sweep-plan.js';

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
    const { batchSize } = scenario;
    if (result !== undefined && isProblem(result) && !left.has(batchSize))
      left.set(batchSize, result.message);
  }
  const kept = results.filter(({ scenario }) => !left.has(scenario.batchSize));
  if (kept.length === 0) return null;

  const sizes = list(plan.sweep.scenario.batchSize).filter((size) => !left.has(size));
  const merged = (some: typeof kept, rates: readonly number[] | null) => {
    const points = some.flatMap(({ result }) => (result === undefined || isProblem(result) ? [] : [result]));
    const axes = axesWith(plan, sizes, rates);
    return mergeSweep(axes, inOrder(axes, points));
  };
  const isWhole = results.every(({ result }) => result !== undefined);
  return {
    scenario: { ...plan.sweep.scenario, batchSize: sizes.length === 1 ? sizes[0]! : sizes },
    rate: plan.rate,
    atRate: merged(kept.filter(isAtRate), plan.rate === null ? null : [plan.rate]),
    all: isWhole ? merged(kept, null) : null,
    notes: [...plan.notes, ...leftOut(left)],
  };
}

/** The axes of the plan with the sizes that can run, and with some of its rates; null for all of them. */
function axesWith(
  { sweep }: SweepPlan,
  sizes: readonly (number | 'inf')[],
  rates: readonly number[] | null,
): SweepAxis[] {
  return sweep.axes.map((axis) => {
    if (axis.option === 'batchSize') return axisOf('batchSize', sizes);
    return axis.option === 'rate' && rates !== null ? axisOf('rate', rates) : axis;
  });
}

export function isProblem(result: PointResult): result is Problem {
  return 'fault' in result;
}

/** As the command line has them: the first axis goes by fastest. */
function inOrder(axes: readonly SweepAxis[], points: readonly SweepPoint[]): SweepPoint[] {
  const place = ({ coordinates }: SweepPoint) =>
    axes.reduceRight(
      (sum, { option, values }) => sum * values.length + values.indexOf(coordinates[option]!),
      0,
    );
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
