import { inWords, significant } from '../metrics/index.js';
import {
  firstOf,
  generatedWorkload,
  parseTrace,
  scaleTrace,
  scaleTraceToRate,
  sliceTrace,
  type Trace,
  traceRate,
  traceWorkload,
  type Workload,
} from '../workload/index.js';
import { about } from './about.js';
import { parseArrivals } from './arrivals.js';
import { parseDuration } from './duration.js';
import type { ReadText } from './read-text.js';
import { parseLengths } from './lengths.js';
import type { Scenario } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** The workload of a scenario, which may be had at other rates too. */
export interface RatedWorkloads {
  /** The workload at a rate (requests/s; null for its own timing); asked for again at once, it is the same object. */
  at(rate: number | null): Workload;
  readonly traceRate: number | null;
  readonly notes: readonly string[];
}

/** Builds the workload that a scenario describes, or replays its trace. */
export function resolveWorkload(scenario: Scenario, readText: ReadText): RatedWorkloads {
  const rated = scenario.trace === undefined ? described(scenario, readText) : replayed(scenario, readText);
  return { ...rated, at: rememberLast(rated.at) };
}

function described(scenario: Scenario, readText: ReadText): RatedWorkloads {
  const written = about('arrivals', () => parseArrivals(scenario.arrivals!));
  const promptTokens = about('promptTokens', () => parseLengths(scenario.promptTokens!)(readText));
  const outputTokens = about('outputTokens', () => parseLengths(scenario.outputTokens!)(readText));
  const asked = scenario.rate !== undefined;
  const { seed, requests } = scenario;
  const at = (rate: number | null) =>
    about('outputTokens', () =>
      generatedWorkload({
        arrivals: written.build(asked ? rate : null),
        promptTokens,
        outputTokens,
        count: requests!,
        seed,
      }),
    );
  return { at, traceRate: null, notes: [] };
}

function replayed(scenario: Scenario, readText: ReadText): RatedWorkloads {
  const file = scenario.trace!;
  const whole = parseTrace(readText(file), {
    file,
    skipFailed: scenario.skipFailed ?? false,
    timeUnit: scenario.timeUnit,
  });
  const trace = cut(whole, scenario);
  const notes = [readInWords(whole, scenario.timeUnit !== undefined)];
  if (whole.skipped > 0) notes.push(`${file}: ${whole.skipped} failed requests are left out.`);
  const count = trace.arrivedAt.length;
  if (scenario.first !== undefined && count < scenario.first) {
    notes.push(
      `${file}: there are only ${count} requests, fewer than the first ${scenario.first} asked for.`,
    );
  }
  if (scenario.warmup >= count) {
    throw new ScenarioError(`expected fewer than the ${count} requests, got ${scenario.warmup}`, 'warmup');
  }
  const at = (rate: number | null) =>
    rate === null
      ? traceWorkload(trace)
      : traceWorkload(
          about('rate', () => scaleTraceToRate(trace, rate)),
          rate,
        );
  return { at, traceRate: traceRate(trace), notes };
}

/** What was read of a trace: a wrong unit shows in its span and its rate. */
function readInWords(trace: Trace, isUnitGiven: boolean): string {
  const { file, format, unit, arrivedAt } = trace;
  const count = arrivedAt.length;
  const rate = traceRate(trace);
  const instants = unit === 'dates' ? 'instants as dates' : `instants in ${unit}`;
  return (
    `${file}: ${count.toLocaleString('en-US')} request${count === 1 ? '' : 's'} over ${inWords(arrivedAt[count - 1]!)}` +
    `${rate === null ? '' : `, ${significant(rate)} a second`} (format ${format}, ${instants}` +
    `${isUnitGiven ? ' as --time-unit says' : ''}).`
  );
}

/** The part of a trace that is asked for, at the pace that is asked for. */
function cut(whole: Trace, { from, to, first, scale }: Scenario): Trace {
  let trace = whole;
  if (from !== undefined || to !== undefined) {
    const slice = {
      ...(from !== undefined && { fromMs: parseDuration(from) }),
      ...(to !== undefined && { toMs: parseDuration(to) }),
    };
    trace = about(from === undefined ? 'to' : 'from', () => sliceTrace(whole, slice));
  }
  if (first !== undefined) trace = firstOf(trace, first);
  return scale === undefined ? trace : scaleTrace(trace, scale);
}

/** Keeps one workload at a time: points come rate by rate, and ten million requests should not stay for each. */
function rememberLast(make: (rate: number | null) => Workload): (rate: number | null) => Workload {
  let last: { rate: number | null; workload: Workload } | null = null;
  return (rate) => {
    if (last === null || last.rate !== rate) last = { rate, workload: make(rate) };
    return last.workload;
  };
}
