import type { BatchFigures } from './batch-figures.js';
import type { SlowdownBySize } from './slowdown.js';
import type { Distribution, Limitations } from './summary.js';
import { inWords, percent, significant } from './wording.js';

export interface LimitationInputs extends BatchFigures, SlowdownBySize {
  readonly blockedMs: Distribution;
  readonly formingMs: Distribution;
  readonly heldMs: Distribution;
  readonly e2eLatencyMs: Distribution;
}

/** The five limitations of static batching in one run, each with one plain sentence. */
export function describeLimitations(run: LimitationInputs): Limitations {
  const { count, closedBy } = run.batches;
  const closedByWaitShare = count === 0 ? null : closedBy.wait / count;
  return {
    headOfLineBlocking: {
      meanBlockedMs: run.blockedMs.mean,
      shortestQuarterSlowdown: run.shortestQuarterSlowdown,
      longestQuarterSlowdown: run.longestQuarterSlowdown,
      sentence: headOfLineSentence(run),
    },
    batchFormationDelay: {
      meanFormingMs: run.formingMs.mean,
      closedByWaitShare,
      sentence: formationSentence(run, closedByWaitShare),
    },
    wastedSlots: {
      decodeWaste: run.decodeWaste,
      meanHeldMs: run.heldMs.mean,
      paddingWaste: run.paddingWaste,
      sentence: wasteSentence(run),
    },
    fixedBatchSize: null,
    noPrioritization: {
      slowdownByDecile: run.slowdownByDecile,
      sentence: prioritySentence(run),
    },
  };
}

const NOTHING = 'No request completed.';

function headOfLineSentence(run: LimitationInputs): string {
  const { blockedMs, e2eLatencyMs, shortestQuarterSlowdown, longestQuarterSlowdown } = run;
  if (blockedMs.mean === null || e2eLatencyMs.mean === null) return NOTHING;
  const share =
    e2eLatencyMs.mean > 0 ? ` (${percent(blockedMs.mean / e2eLatencyMs.mean)} of its latency)` : '';
  const blocked = `On average a request waits ${inWords(blockedMs.mean)} behind batches that are running${share}`;
  if (shortestQuarterSlowdown === null || longestQuarterSlowdown === null) return `${blocked}.`;
  if (run.isOneSize)
    return `${blocked}; it takes ${significant(longestQuarterSlowdown)} times as long as alone.`;
  return (
    `${blocked}; the shortest quarter of requests takes ${significant(shortestQuarterSlowdown)} times as long ` +
    `as alone, the longest quarter ${significant(longestQuarterSlowdown)} times.`
  );
}

function formationSentence(run: LimitationInputs, closedByWaitShare: number | null): string {
  if (run.formingMs.mean === null) return NOTHING;
  return (
    `On average a request waits ${inWords(run.formingMs.mean)} for others to join while the engine is free; ` +
    `the wait rule closed ${percent(closedByWaitShare)} of the batches before they were full.`
  );
}

function wasteSentence(run: LimitationInputs): string {
  if (run.decodeWaste === null) return NOTHING;
  const padding =
    run.paddingWaste === null || run.paddingWaste === 0
      ? ''
      : `, and ${percent(run.paddingWaste)} of all prompt positions are padding`;
  const idle = run.rowsGivenUp === 0 ? 'have already finished' : 'have already finished or were given up';
  return (
    `${percent(run.decodeWaste)} of all decode slots go to rows that ${idle}: a finished row ` +
    `holds its slot for ${inWords(run.heldMs.mean)} on average${padding}.`
  );
}

function prioritySentence({ e2eLatencyMs, slowdownByDecile, isOneSize }: LimitationInputs): string {
  if (e2eLatencyMs.count === 0) return NOTHING;
  const known = slowdownByDecile.filter((slowdown) => slowdown !== null);
  if (known.length === 0) {
    return 'Which requests are slowed most is not known: that takes what each request takes alone.';
  }
  if (isOneSize) return 'All requests are of one size, so none could go first for being short.';
  if (known.length === 1) {
    return (
      'At least nine tenths of the requests are of one size, and the others are shorter: ' +
      'hardly any could go first for being short.'
    );
  }
  const [first, last] = [known[0]!, known[known.length - 1]!];
  return (
    `First come, first served treats all alike: the smallest tenth of requests is slowed ` +
    `${significant(first)} times, the largest ${significant(last)} times.`
  );
}
