import { inWords, loadInWords, percent, significant } from '../metrics/index.js';
import { lossInWords, pointInWords, pointsInWords } from './point-words.js';
import type { RateRemark, RateResult, SweepPoint } from './sweep-result.js';

/**
 * What a sweep found at one arrival rate, and what a reader has to know of it: every output takes its sentences from
 * here, so that none has one that another lacks.
 * @param points those of the whole sweep
 */
export function remarksOfRate(
  points: readonly SweepPoint[],
  found: Omit<RateResult, 'remarks'>,
): RateRemark[] {
  const ofRate = points.filter((point) => point.rate === found.rate);
  return [
    ...recommended(found),
    ...onFrontier(points, found),
    ...knee(points, found),
    ...unstable(ofRate),
    ...lost(ofRate),
    ...peaks(ofRate),
    ...extrapolated(ofRate),
    ...limited(ofRate),
    ...unbounded(ofRate, found),
  ];
}

function recommended({ recommendation }: Omit<RateResult, 'remarks'>): RateRemark[] {
  if (recommendation === null) return [];
  const name = recommendation.point === null ? 'No recommendation' : 'Recommended';
  return [remark('recommended', name, recommendation.reason)];
}

function onFrontier(points: readonly SweepPoint[], { frontier }: Omit<RateResult, 'remarks'>): RateRemark[] {
  if (frontier.length === 0) return [];
  return [remark('frontier', 'Frontier', frontier.map((index) => withFigures(points[index]!)).join('; '))];
}

function knee(points: readonly SweepPoint[], found: Omit<RateResult, 'remarks'>): RateRemark[] {
  if (found.knee === null) return [];
  const rest = 'beyond it, capacity costs more latency on average than up to it';
  return [remark('knee', 'Knee', `${withFigures(points[found.knee]!)}: ${rest}`)];
}

function unstable(points: readonly SweepPoint[]): RateRemark[] {
  const found = points.filter(({ stable }) => stable === false);
  if (found.length === 0) return [];
  const which = found.length === points.length ? 'no point is stable at this rate' : pointsInWords(found);
  return [
    remark(
      'unstable',
      'Unstable',
      `${which}: requests arrive at least as fast as full batches can be served, so the queue and the latencies grow ` +
        'with the length of the run',
    ),
  ];
}

function lost(points: readonly SweepPoint[]): RateRemark[] {
  const found = points.filter(({ lossShare }) => lossShare !== null && lossShare > 0);
  if (found.length === 0) return [];
  const sizes = pointsInWords(found, ({ lossShare }) => ` (${percent(lossShare)})`);
  return [
    remark(
      'lost',
      'Lost',
      `${sizes}: so many of the requests were rejected, expired or failed. Latencies are those of the completed ` +
        'requests alone, so a point that loses more is ranked lower, whatever its p99',
    ),
  ];
}

function peaks(points: readonly SweepPoint[]): RateRemark[] {
  const found = points.filter(
    ({ stable, offeredLoad, loadPerWindow }) =>
      stable === true && offeredLoad! < 1 && loadPerWindow !== null && loadPerWindow.peak > 1,
  );
  if (found.length === 0) return [];
  const lengths = [...new Set(found.map(({ loadPerWindow }) => inWords(loadPerWindow!.windowMs)))];
  const sizes = pointsInWords(found, ({ loadPerWindow }) => {
    const { peak, shareAbove1 } = loadPerWindow!;
    return ` (up to ${loadInWords(peak)}, above 1 for ${percent(shareAbove1)} of the time)`;
  });
  const windows = lengths.length === 1 ? lengths[0] : `${lengths[0]} to ${lengths.at(-1)}`;
  return [
    remark(
      'peaks',
      'Uneven load',
      `${sizes}, in windows of ${windows}. While it is above 1, the queue grows`,
    ),
  ];
}

function extrapolated(points: readonly SweepPoint[]): RateRemark[] {
  const found = points.filter(({ batches }) => batches.extrapolated > 0);
  if (found.length === 0) return [];
  const text = `${pointsInWords(found)}: timed in part beyond the measurements of the cost model`;
  return [remark('extrapolated', 'Extrapolated', text)];
}

function limited(points: readonly SweepPoint[]): RateRemark[] {
  const found = points.filter(({ limitedByWaitRule }) => limitedByWaitRule);
  if (found.length === 0) return [];
  const text = `${pointsInWords(found)}: no batch was full, so a larger batch size would change no batch and no latency`;
  return [remark('limited', 'Limited by the wait rule', text)];
}

function unbounded(points: readonly SweepPoint[], { frontier }: Omit<RateResult, 'remarks'>): RateRemark[] {
  const found = points.some(({ capacity, batchSize }) => capacity === null && batchSize === Infinity);
  if (!found || frontier.length === 0) return [];
  return [
    remark('unbounded', 'Unbounded', 'an unbounded batch has no capacity, so it cannot be on the frontier'),
  ];
}

function withFigures(point: SweepPoint): string {
  const { capacity, e2eLatencyMs } = point;
  const figures = `capacity ${significant(capacity!.requestsPerSecond)} requests/s, p99 ${inWords(e2eLatencyMs.p99)}`;
  return `${pointInWords(point)} (${figures}${lossInWords(point)})`;
}

/** The sentence begins with a capital and ends with a full stop. */
function remark(kind: RateRemark['kind'], name: string, text: string): RateRemark {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return { kind, name, sentence: /[.!?]$/.test(begun) ? begun : `${begun}.` };
}
