import { loadInWords, percent } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** What one has to know before one reads the figures. */
export interface Verdict {
  readonly kind: 'unstable' | 'limited' | 'fine';
  readonly short: string;
  /** The whole of it; shown where one asks. */
  readonly long: string;
}

/** The most important remark of a run in a few words, and its own sentence. */
export function verdict(point: SweepPoint): Verdict {
  const [first] = point.remarks;
  if (first === undefined) {
    return {
      kind: 'fine',
      short: point.stable === null ? '' : `Stable: offered load ${loadInWords(point.offeredLoad!)}.`,
      long: point.stable === null ? '' : 'Full batches could serve requests faster than they arrive.',
    };
  }
  return {
    kind: first.kind === 'unstable' ? 'unstable' : 'limited',
    short: inShort(point),
    long: first.sentence,
  };
}

function inShort(point: SweepPoint): string {
  const { offeredLoad, lossShare, loadPerWindow, batches } = point;
  switch (point.remarks[0]!.kind) {
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
