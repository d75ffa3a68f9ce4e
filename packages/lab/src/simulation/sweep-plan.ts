import {
  overrideScenario,
  parseArrivals,
  readSweep,
  type Scenario,
  type Sweep,
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
  /** The scenario that gives it on the command line, with its lists, and its axes. */
  readonly sweep: Pick<Sweep, 'scenario' | 'axes'>;
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
  const rates = rate === null ? [] : FACTORS.map((factor) => readable(rate, factor)).filter(isRate);
  const sweep = readSweep({
    ...base,
    batchSize: sizesWith(run.batchSize),
    ...(rates.length > 0 && { rate: rates.toSorted((a, b) => a - b) }),
  });
  const place = ({ rate: each }: Scenario) => (each === undefined ? 0 : rates.indexOf(each));
  const points = sweep.points.map(({ scenario }) => scenario).toSorted((a, b) => place(a) - place(b));
  return { sweep, rate, points, notes };
}

function sizesWith(chosen: number | 'inf'): (number | 'inf')[] {
  const sizes = chosen !== 'inf' && SIZES.includes(chosen) ? SIZES : [...SIZES, chosen];
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
  if (scenario.rate !== undefined) return { base: scenario, rate: scenario.rate };
  if (scenario.trace !== undefined) {
    if (traceRate === null) return { base: scenario, rate: null };
    return { base: overrideScenario(scenario, { rate: traceRate }), rate: traceRate };
  }
  const arrivals = scenario.arrivals!;
  const { rate: kind, build } = parseArrivals(arrivals);
  if (kind === 'none') return { base: scenario, rate: null };
  const { rate } = build(null);
  // `gamma:3:cv=2` names the rate that `gamma:cv=2` is given.
  const unrated = kind === 'named' ? arrivals.replace(/^(\w+):[^:]+/, '$1') : arrivals;
  return { base: { ...scenario, arrivals: unrated, ...(rate !== null && { rate }) }, rate };
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
