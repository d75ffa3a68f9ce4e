import { parseArrivals } from './arrivals.js';
import { parseDuration } from './duration.js';
import { SCENARIO_OPTIONS } from './options/index.js';
import type { Scenario, ScenarioKey } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** The values of a scenario that were written, each checked by itself. */
export type ReadValues = { -readonly [Key in keyof Scenario]?: NonNullable<Scenario[Key]> };

/** What a trace brings with it, and a described workload has to state. */
export const TRACE_BRINGS: readonly ScenarioKey[] = ['arrivals', 'promptTokens', 'outputTokens', 'requests'];

/** What works on a trace alone. */
export const ONLY_WITH_TRACE: readonly ScenarioKey[] = [
  'timeUnit',
  'from',
  'to',
  'first',
  'scale',
  'skipFailed',
];

/** Where an option of one kind of workload is given with the other, the one that was probably meant. */
const MEANT: { readonly [key in ScenarioKey]?: string } = {
  requests: '--first',
  first: '--requests',
  scale: '--rate',
};

/** @throws ScenarioError for options that do not go together */
export function refuseContradictions(read: ReadValues): void {
  if (read.trace !== undefined) refuseBesideTrace(read);
  else refuseWithoutTrace(read);
  refuseSecondRate(read);
  if (read.sloAttainment !== undefined && read.slo === undefined) {
    throw new ScenarioError('needs targets, and there is no --slo; did you mean "--slo"?', 'sloAttainment');
  }
}

function refuseBesideTrace(read: ReadValues): void {
  const key = TRACE_BRINGS.find((each) => read[each] !== undefined);
  if (key !== undefined) {
    const detail = 'contradicts --trace, which brings its own arrivals, lengths and number of requests';
    throw new ScenarioError(detail + meant(key), key);
  }
  if (read.scale !== undefined && read.rate !== undefined) {
    throw new ScenarioError(
      'contradicts --rate: a trace is scaled by a factor or to a rate, not both',
      'scale',
    );
  }
  const { from, to } = read;
  if (from !== undefined && to !== undefined && parseDuration(to) <= parseDuration(from)) {
    throw new ScenarioError(`expected a time after --from ${from}, got ${to}`, 'to');
  }
}

function refuseWithoutTrace(read: ReadValues): void {
  const key = ONLY_WITH_TRACE.find((each) => read[each] !== undefined && read[each] !== false);
  if (key !== undefined) {
    throw new ScenarioError(`works on a trace, and there is no --trace${meant(key)}`, key);
  }
  const requests = read.requests ?? SCENARIO_OPTIONS.requests.default!;
  if (read.warmup !== undefined && read.warmup >= requests) {
    throw new ScenarioError(`expected fewer than the ${requests} requests, got ${read.warmup}`, 'warmup');
  }
}

function refuseSecondRate({ arrivals, rate }: ReadValues): void {
  if (arrivals === undefined || rate === undefined) return;
  const { rate: kind } = parseArrivals(arrivals);
  if (kind === 'named') {
    throw new ScenarioError(`contradicts --arrivals ${arrivals}, which names its own rate`, 'rate');
  }
  if (kind === 'none') {
    throw new ScenarioError(`contradicts --arrivals ${arrivals}, which has no arrival rate`, 'rate');
  }
}

function meant(key: ScenarioKey): string {
  return MEANT[key] === undefined ? '' : `; did you mean "${MEANT[key]}"?`;
}
