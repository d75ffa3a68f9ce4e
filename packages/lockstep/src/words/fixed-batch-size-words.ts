import { inWords, percent, significant } from '../metrics/index.js';
import { type FixedBatchSize, lossOf, type SweepPoint, type SweepResult } from '../simulation/index.js';
import { choiceInWords, lossInWords, lower, valueInWords } from './point-words.js';

/** How each criterion is told. */
const CRITERIA: Readonly<
  Record<
    FixedBatchSize['criterion'],
    { readonly goal: string; readonly loss: string; write(point: SweepPoint): string }
  >
> = {
  goodput: {
    goal: 'Highest goodput',
    loss: 'lower goodput',
    write: (point) =>
      `${significant(point.slo!.goodput!)}/s${lossOf(point) > 0 ? `, ${p99(point)}${lossInWords(point)}` : ''}`,
  },
  throughput: {
    goal: 'Fewest requests lost, then lowest p99',
    loss: 'fewer completed requests/s',
    write: (point) =>
      `${significant(point.throughput.requestsPerSecond!)} completed/s, ${p99(point)}${lossInWords(point)}`,
  },
  p99: {
    goal: 'Lowest p99, within 2 %',
    loss: 'higher p99',
    write: (point) => inWords(point.e2eLatencyMs.p99),
  },
};

/** What keeping one batch size costs when the load changes, or why that is not known; of a single run (null) too. */
export function fixedBatchSizeInWords(result: SweepResult | null): string {
  const fixedBatchSize = result?.limitations.fixedBatchSize ?? null;
  if (result === null || fixedBatchSize === null) return whyUnknown(result);
  const { criterion, bestByRate, keep } = fixedBatchSize;
  const { goal, loss, write } = CRITERIA[criterion];
  const found = bestByRate.flatMap(({ rate, point }) =>
    point === null ? [] : [{ rate, best: result.points[point]! }],
  );
  if (found.length === 0) {
    return 'No batch size can be ranked at any of these rates: each is unstable or completed no request.';
  }
  const kept = keep === null ? null : result.points[keep.point]!;
  const named = namer(result, [...found.map(({ best }) => best), ...(kept === null ? [] : [kept])]);
  const bestWords = found.map(
    ({ rate, best }) => `batch size ${named(best)} at ${significant(rate)}/s (${write(best)})`,
  );
  const missing = bestByRate
    .filter(({ point }) => point === null)
    .map(({ rate }) => `${significant(rate)}/s`);
  const without =
    missing.length === 0 ? '' : `; at ${missing.join(', ')} each is unstable or completed no request`;
  const rates = missing.length === 0 ? 'all of these rates' : 'all other rates';
  const keeping =
    keep === null || kept === null
      ? `no single one can be ranked at ${rates}.`
      : `keeping ${named(kept)} at ${rates} means at worst ${percent(keep.regret)} ${loss} than the best.`;
  return `${goal}: ${bestWords.join(', ')}${without}; ${keeping}`;
}

function whyUnknown(result: SweepResult | null): string {
  const rates = new Set(result?.points.map(({ rate }) => rate) ?? []);
  const others = (result?.axes ?? []).filter(
    ({ option, role, values }) => role === 'condition' && option !== 'rate' && values.length > 1,
  );
  if (rates.size < 2 || others.length === 0) return 'Only a sweep over at least two rates can tell.';
  const names = others.map(({ name }) => lower(name)).join(', ');
  return `Not compared: besides the rate, this sweep varies ${names}; a sweep over rates alone can tell.`;
}

/** Calls points by their batch size, with the rest of what was chosen where that differs among them. */
function namer(result: SweepResult, named: readonly SweepPoint[]): (point: SweepPoint) => string {
  const size = (point: SweepPoint) => valueInWords('batchSize', point.coordinates['batchSize']!);
  const rest = (point: SweepPoint) => choiceInWords(result, point).slice(`batch size ${size(point)}`.length);
  const differs = new Set(named.map(rest)).size > 1;
  return (point) => size(point) + (differs ? rest(point) : '');
}

const p99 = (point: SweepPoint) => `p99 ${inWords(point.e2eLatencyMs.p99)}`;
