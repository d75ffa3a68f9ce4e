import { inWords, loadInWords, percent, significant } from '../metrics/index.js';
import type { SweepGroup, SweepPoint, SweepRemark, SweepResult } from '../simulation/index.js';
import { choiceInWords, lossInWords, pointsInWords } from './point-words.js';
import { recommendationInWords } from './recommendation-words.js';

/** A remark in words: a title of a few, and a sentence. */
export interface RemarkWords {
  readonly name: string;
  /** Begins with a capital and ends with a full stop. */
  readonly sentence: string;
}

type Words = (result: SweepResult, group: SweepGroup, remark: SweepRemark) => string;

const REMARKS: Readonly<Record<SweepRemark['kind'], { readonly name: string; readonly text: Words }>> = {
  recommended: {
    name: 'Recommended',
    text: (result, group) => recommendationInWords(result, group, group.recommendation!),
  },
  frontier: {
    name: 'Frontier',
    text: (result, _, { points }) => points.map((index) => withFigures(result, index)).join('; '),
  },
  knee: {
    name: 'Knee',
    text: (result, _, { points }) =>
      `${withFigures(result, points[0]!)}: beyond it, capacity costs more latency on average than up to it`,
  },
  unstable: {
    name: 'Unstable',
    text: (result, group, { points }) =>
      `${points.length === group.points.length ? noneStable(group) : pointsInWords(result, points)}: ` +
      'requests arrive at least as fast as full batches can be served, so the queue and the latencies grow ' +
      'with the length of the run',
  },
  lost: {
    name: 'Lost',
    text: (result, _, { points }) =>
      `${pointsInWords(result, points, ({ lossShare }) => ` (${percent(lossShare)})`)}: so many of the requests were ` +
      'rejected, expired or failed. Latencies are those of the completed requests alone, so a point that loses more is ' +
      'ranked lower, whatever its p99',
  },
  peaks: { name: 'Uneven load', text: peaks },
  extrapolated: {
    name: 'Extrapolated',
    text: (result, _, { points }) =>
      `${pointsInWords(result, points)}: timed in part beyond the measurements of the cost model`,
  },
  limited: {
    name: 'Limited by the wait rule',
    text: (result, _, { points }) =>
      `${pointsInWords(result, points)}: no batch was full, so a larger batch size would change no batch and no latency`,
  },
  unbounded: {
    name: 'Unbounded',
    text: () => 'an unbounded batch has no capacity, so it cannot be on the frontier',
  },
};

/** A remark on a group of a sweep, in the words of every output. */
export function sweepRemarkInWords(result: SweepResult, group: SweepGroup, remark: SweepRemark): RemarkWords {
  const { name, text } = REMARKS[remark.kind];
  const isNone = remark.kind === 'recommended' && remark.points.length === 0;
  return { name: isNone ? 'No recommendation' : name, sentence: asSentence(text(result, group, remark)) };
}

function noneStable({ conditions }: SweepGroup): string {
  const names = Object.keys(conditions);
  const isRate = names.length === 0 || (names.length === 1 && names[0] === 'rate');
  return `no point is stable ${isRate ? 'at this rate' : 'under these conditions'}`;
}

function peaks(result: SweepResult, _: SweepGroup, { points: members }: SweepRemark): string {
  const found = members.map((index) => result.points[index]!);
  const lengths = [...new Set(found.map(({ loadPerWindow }) => inWords(loadPerWindow!.windowMs)))];
  const sizes = pointsInWords(result, members, ({ loadPerWindow }) => {
    const { peak, shareAbove1 } = loadPerWindow!;
    return ` (up to ${loadInWords(peak)}, above 1 for ${percent(shareAbove1)} of the time)`;
  });
  const windows = lengths.length === 1 ? lengths[0] : `${lengths[0]} to ${lengths.at(-1)}`;
  return `${sizes}, in windows of ${windows}. While it is above 1, the queue grows`;
}

function withFigures(result: SweepResult, index: number): string {
  const point: SweepPoint = result.points[index]!;
  const { capacity, e2eLatencyMs } = point;
  const figures = `capacity ${significant(capacity!.requestsPerSecond)} requests/s, p99 ${inWords(e2eLatencyMs.p99)}`;
  return `${choiceInWords(result, point)} (${figures}${lossInWords(point)})`;
}

function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
