import { loadInWords, percent, type Remark } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** What one has to know before one reads the figures. */
export interface Verdict {
  readonly kind: 'unstable' | 'limited' | 'fine';
  readonly short: string;
  /** The whole of it; shown where one asks. */
  readonly long: string;
}

/**
 * The most important remark of a run in a few words, and its own sentence. That a run has no intervals is no fault of
 * the system, so it stands beside "stable".
 */
export function verdict(point: SweepPoint): Verdict {
  const [first] = point.remarks;
  if (first !== undefined && first.kind !== 'no-intervals') {
    return {
      kind: first.kind === 'unstable' ? 'unstable' : 'limited',
      short: inShort(first.kind, point),
      long: first.sentence,
    };
  }
  const isStable = point.stable === true;
  return {
    kind: 'fine',
    short: inOne(
      isStable && `Stable: offered load ${loadInWords(point.offeredLoad!)}.`,
      first && 'No intervals.',
    ),
    long: inOne(isStable && 'Full batches could serve requests faster than they arrive.', first?.sentence),
  };
}

function inOne(...sentences: (string | false | undefined)[]): string {
  return sentences.filter((sentence) => sentence).join(' ');
}

function inShort(kind: Exclude<Remark['kind'], 'no-intervals'>, point: SweepPoint): string {
  const { offeredLoad, lossShare, loadPerWindow, batches } = point;
  switch (kind) {
    case 'unstable':
      return `Unstable: offered load ${loadInWords(offeredLoad!)}, latencies grow with the length of the run.`;
    case 'lost':
      return `${percent(lossShare)} of the requests lost: latencies are those of the others.`;
    case 'peaks':
      return `Uneven load: ${loadInWords(offeredLoad!)} on average, up to ${loadInWords(loadPerWindow!.peak)}.`;
    case 'extrapolated':
      return `${batches.extrapolated.toLocaleString('en-US')} batches timed beyond the measurements.`;
    case 'limited':
      return 'Limited by the wait rule: no batch was full.';
  }
}
