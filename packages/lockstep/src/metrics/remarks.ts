import type { Remark, Summary } from './summary.js';
import { inWords, loadInWords, percent, roundedUp } from './wording.js';

export type RemarkInputs = Pick<
  Summary,
  'intervals' | 'stable' | 'offeredLoad' | 'loadPerWindow' | 'lossShare' | 'batches' | 'limitedByWaitRule'
>;

/**
 * What a reader has to know of a run, the most important first. Every output takes its warnings from here, so that
 * none has one that another lacks.
 * @param bounded whether a bound on the queue is set
 */
export function remarksOf(run: RemarkInputs, bounded: boolean): Remark[] {
  const remarks: [Remark['kind'], string | null][] = [
    ['unstable', unstable(run, bounded)],
    ['lost', lost(run)],
    ['peaks', peaks(run)],
    ['extrapolated', extrapolated(run)],
    ['limited', limited(run)],
    ['no-intervals', noIntervals(run)],
  ];
  return remarks.flatMap(([kind, sentence]) => (sentence === null ? [] : [{ kind, sentence }]));
}

function unstable({ stable, offeredLoad }: RemarkInputs, bounded: boolean): string | null {
  if (stable !== false) return null;
  return (
    `Unstable: requests arrive at least as fast as full batches can be served (offered load ` +
    `${loadInWords(offeredLoad!)}), so the queue and the latencies grow with the length of the run: they describe ` +
    `this run and not the system.` +
    (bounded ? ' A bound on the queue is set, but this run is too short to reach it.' : '')
  );
}

function lost({ stable, offeredLoad, lossShare }: RemarkInputs): string | null {
  const isOverloaded = stable === true && offeredLoad! >= 1;
  if (lossShare === null || (lossShare === 0 && !isOverloaded)) return null;
  const ofCompleted = 'latencies are those of the completed requests alone';
  if (!isOverloaded)
    return `${percent(lossShare)} of the requests were lost (rejected, expired or failed): ${ofCompleted}.`;
  return (
    `Requests arrive at least as fast as full batches can be served (offered load ${loadInWords(offeredLoad!)}). The ` +
    `queue is bounded, so latencies do not grow with the length of the run, and what cannot be served is lost ` +
    `(rejected, expired or failed): ${percent(lossShare)} of the requests; ${ofCompleted}.`
  );
}

function peaks({ stable, offeredLoad, loadPerWindow }: RemarkInputs): string | null {
  if (stable !== true || loadPerWindow === null || offeredLoad! >= 1 || loadPerWindow.peak <= 1) return null;
  const { windowMs, peak, shareAbove1 } = loadPerWindow;
  return (
    `The load is uneven: ${loadInWords(offeredLoad!)} on average, but up to ${loadInWords(peak)} in windows of ` +
    `${inWords(windowMs)}, and above 1 for ${percent(shareAbove1)} of the time. While it is, the queue grows.`
  );
}

function extrapolated({ batches }: RemarkInputs): string | null {
  if (batches.extrapolated === 0) return null;
  const [many, are] =
    batches.extrapolated === 1
      ? ['1 batch', 'is']
      : [`${batches.extrapolated.toLocaleString('en-US')} batches`, 'are'];
  return `${many} ${are} timed beyond the measurements of the cost model (extrapolated).`;
}

function limited({ limitedByWaitRule }: RemarkInputs): string | null {
  return limitedByWaitRule
    ? 'Limited by the wait rule: no batch was full, so a larger batch size would change no batch and no latency.'
    : null;
}

/** Of an unstable run that is said already: its figures are those of the run. */
function noIntervals({ intervals: { reason, requestsNeeded } }: RemarkInputs): string | null {
  switch (reason) {
    case null:
    case 'unstable':
      return null;
    case 'short':
      return `No 95 % intervals: about ${roundedUp(requestsNeeded!)} requests needed for them at this load.`;
    case 'burst':
      return 'No 95 % intervals: all requests arrive at once, so there is no steady state to measure.';
    case 'unknown':
      return 'No 95 % intervals: without an offered load nothing tells how many requests they need.';
  }
}
