import {
  list,
  overrideScenario,
  parseArrivals,
  readScenario,
  type Scenario,
  type WrittenScenario,
} from 'lockstep/scenario';
import { count } from '../words/numbers.js';
import { MOST_SWEPT_REQUESTS } from './limits.js';

/** Batch sizes that curves are drawn over. */
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];
/** Rates, as multiples of the one that is asked for, which comes first. */
const FACTORS = [1, 2, 0.5, 4, 0.25];
/** Digits of the others, so that they read well. */
const DIGITS = 2;

/** What a run has told of its workload; null where none has. */
export interface KnownWorkload {
  readonly requests: number;
  /** The rate of its trace (requests/s); null where there is none. */
  readonly traceRate: number | null;
}

/** Which points a sweep has. */
export interface SweepPlan {
  /** The scenario that gives it on the command line, with its lists. */
  readonly scenario: Scenario;
  /** The rate that is asked for; null where arrivals have none. */
  readonly rate: number | null;
  /** A scenario for each point, in the order in which they are wanted: those at the rate that is asked for first. */
  readonly points: readonly Scenario[];
  readonly notes: readonly string[];
}

/** The sweep that belongs to a run: its batch size among others, its rate among slower and faster ones. */
export function sweepPlan(run: Scenario, known: KnownWorkload | null): SweepPlan {
  const { shorter, notes } = shortened(run, known);
  const { base, rate } = withRate(shorter, known?.traceRate ?? null);
  const rates = rate === null ? [null] : FACTORS.map((factor) => readable(rate, factor)).filter(isRate);
  const sizes = sizesWith(run.batchSize as number | 'inf');
  const sorted = rates.toSorted((a, b) => a! - b!);
  const scenario = readScenario({
    ...base,
    batchSize: sizes,
    ...(rate !== null && { rate: sorted as number[] }),
  });
  const points = rates.flatMap((each) =>
    sizes.map((batchSize): Scenario => ({ ...scenario, batchSize, ...(each !== null && { rate: each }) })),
  );
  return { scenario, rate, points, notes };
}

/** The same sweep without some of its sizes. */
export function withoutSizes(scenario: Scenario, left: ReadonlySet<number | 'inf'>): Scenario {
  const batchSize = list(scenario.batchSize).filter((size) => !left.has(size));
  return { ...scenario, batchSize: batchSize.length === 1 ? batchSize[0]! : batchSize };
}

function sizesWith(chosen: number | 'inf'): (number | 'inf')[] {
  const sizes: (number | 'inf')[] = SIZES.includes(chosen as number) ? SIZES : [...SIZES, chosen];
  return sizes.toSorted((a, b) => Number(a === 'inf' ? Infinity : a) - Number(b === 'inf' ? Infinity : b));
}

function readable(rate: number, factor: number): number {
  return factor === 1 ? rate : Number((rate * factor).toPrecision(DIGITS));
}

function isRate(rate: number): boolean {
  return rate > 0 && Number.isFinite(rate);
}

/** The scenario with its rate as an option of its own, wherever it stood. */
function withRate(
  scenario: Scenario,
  traceRate: number | null,
): { base: WrittenScenario; rate: number | null } {
  const written = scenario as WrittenScenario;
  if (scenario.rate !== undefined) return { base: written, rate: scenario.rate as number };
  if (scenario.trace !== undefined) {
    if (traceRate === null) return { base: written, rate: null };
    return { base: overrideScenario(written, { rate: traceRate }), rate: traceRate };
  }
  const arrivals = scenario.arrivals!;
  const { rate: kind, build } = parseArrivals(arrivals);
  if (kind === 'none') return { base: written, rate: null };
  const { rate } = build(null);
  // `gamma:3:cv=2` names the rate that `gamma:cv=2` is given.
  const unrated = kind === 'named' ? arrivals.replace(/^(\w+):[^:]+/, '$1') : arrivals;
  return { base: { ...written, arrivals: unrated, ...(rate !== null && { rate }) }, rate };
}

function shortened(run: Scenario, known: KnownWorkload | null): { shorter: Scenario; notes: string[] } {
  const requests = known?.requests ?? run.requests ?? 0;
  if (requests <= MOST_SWEPT_REQUESTS) return { shorter: run, notes: [] };
  const key = run.trace === undefined ? 'requests' : 'first';
  const warmup = Math.floor((run.warmup / requests) * MOST_SWEPT_REQUESTS);
  return {
    shorter: { ...run, [key]: MOST_SWEPT_REQUESTS, warmup },
    notes: [
      `The curves are of the first ${count(MOST_SWEPT_REQUESTS)} of the ` +
        `${count(requests)} requests, so that they come in time.`,
    ],
  };
}
