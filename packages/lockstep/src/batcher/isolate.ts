import { RunTimeoutError } from './errors.js';
import { property } from './foreign-values.js';

/** Why rows that ran together have no answer. */
export interface Failure {
  readonly error: unknown;
  /** Whether the engine is down or was given up: it is asked nothing more about the rows of this batch. */
  readonly final: boolean;
  readonly timedOut: boolean;
  /** How many of these rows the engine says fit into one batch; null where it says nothing of the kind. */
  readonly largestBatchSize: number | null;
}

/**
 * What a run that failed says of its rows.
 * @param size how many rows ran
 * @param givenUp whether the run did not settle after it had been aborted
 */
export function failureOf(error: unknown, size: number, givenUp = false): Failure {
  return {
    error,
    final: givenUp || property(error, 'code') === 'ERR_LOCKSTEP_ENGINE_DOWN',
    timedOut: isTimeout(error),
    largestBatchSize: largestOf(error, size) ?? largestOf(property(error, 'cause'), size),
  };
}

function isTimeout(error: unknown): boolean {
  try {
    return error instanceof RunTimeoutError;
  } catch {
    return false;
  }
}

/** An engine that names no size below that of the batch has said nothing that helps: null. */
function largestOf(error: unknown, size: number): number | null {
  if (property(error, 'code') !== 'ERR_LOCKSTEP_BATCH_TOO_LARGE') return null;
  const largest = property(error, 'largestBatchSize');
  return Number.isInteger(largest) && (largest as number) >= 1 && (largest as number) < size
    ? (largest as number)
    : null;
}

/**
 * So many runs that take too long, one after another, are the engine's failure: a batch and both its halves. A row that
 * hangs is in one of the halves only.
 */
const MOST_TIMEOUTS = 3;

/** What splitting needs of the batch. */
export interface Isolation<Row> {
  /** Those of the rows that still want an answer and may be run again. */
  pending(rows: readonly Row[]): readonly Row[];
  /** @param counts whether the re-run counts towards `maxReruns` */
  mayRerun(counts: boolean): boolean;
  /** Runs these rows once more; null when all of them were answered. */
  rerun(rows: readonly Row[], counts: boolean): Promise<Failure | null>;
  fail(rows: readonly Row[], error: unknown): void;
  /** This row has failed without any other. */
  failAlone(row: Row, error: unknown): void;
}

/** Of rows that have not run yet: they are run one by one. */
export const NOT_RUN: Failure = { error: undefined, final: false, timedOut: false, largestBatchSize: 1 };

/** Rows that have run together, and failed. */
export interface FailedPart<Row> {
  readonly rows: readonly Row[];
  readonly failure: Failure;
  /** Whether there was but one row in the run. */
  readonly alone: boolean;
}

/**
 * The larger of two parts of so many rows: the largest power of 2 below. The depth is then that of equal halves, and parts
 * that are whole trees need fewer runs where several rows fail: never more than 2k·log2(n / k) + 2k + 1.
 */
function halfOf(rows: number): number {
  return rows < 2 ? 1 : 2 ** Math.floor(Math.log2(rows - 1));
}

/**
 * Gives each of the rows that failed together the answer or the error that it gets alone: runs both halves, and goes on
 * in each half that fails, until every failing row has failed alone. For n rows of which k fail, that is at most 2n − 1
 * runs with the first, and about 2k·log2(n / k) + 2k. A batch that is too large for the engine is run again in parts of the size
 * that the engine names. It ends earlier when the engine is down, hangs or was given up, or may not be asked again: rows
 * that were not reached get the error of that run, or of the last one that they were in.
 * @param failed rows that failed together; the last part is the first to be split
 * @param singly whether rows are run one by one rather than in halves: where most of them are expected to fail
 */
export async function isolate<Row>(
  failed: FailedPart<Row>[],
  singly: boolean,
  batch: Isolation<Row>,
): Promise<void> {
  const rows = failed.flatMap((part) => part.rows);
  let timeouts = failed.at(-1)?.failure.timedOut === true ? 1 : 0;
  for (let part = failed.pop(); part !== undefined; part = failed.pop()) {
    const { failure } = part;
    if (failure.final) return batch.fail(batch.pending(rows), failure.error);
    const pending = batch.pending(part.rows);
    if (part.alone) {
      if (pending.length > 0) batch.failAlone(pending[0]!, failure.error);
      continue;
    }
    const counts = failure.largestBatchSize === null;
    const size = failure.largestBatchSize ?? (singly ? 1 : halfOf(pending.length));
    const failedAgain: FailedPart<Row>[] = [];
    for (let from = 0; from < pending.length; from += size) {
      // Rows may be withdrawn while others run.
      const again = batch.pending(pending.slice(from, from + size));
      if (again.length === 0) continue;
      if (!batch.mayRerun(counts)) {
        batch.fail(again, failure.error);
        continue;
      }
      const failedRun = await batch.rerun(again, counts);
      timeouts = failedRun?.timedOut === true ? timeouts + 1 : 0;
      if (failedRun === null) continue;
      if (failedRun.final || timeouts === MOST_TIMEOUTS)
        return batch.fail(batch.pending(rows), failedRun.error);
      failedAgain.push({ rows: again, failure: failedRun, alone: again.length === 1 });
    }
    // The last part in is the next one out: those that were run first come first.
    for (let i = failedAgain.length - 1; i >= 0; i--) failed.push(failedAgain[i]!);
  }
}
