/** Why rows that ran together have no answer. */
export interface Failure {
  readonly error: unknown;
  /** Whether the engine was given up: nothing may be asked of it about these rows again. */
  readonly final: boolean;
}

/** What splitting needs of the batch. */
export interface Isolation<Row> {
  /** Those of the rows that still want an answer and may be run again. */
  pending(rows: readonly Row[]): readonly Row[];
  mayRerun(): boolean;
  /** Runs these rows once more; null when all of them were answered. */
  rerun(rows: readonly Row[]): Promise<Failure | null>;
  fail(rows: readonly Row[], error: unknown): void;
}

/**
 * Finds the guilty among rows that failed together: runs both halves, and goes on in the one that fails. When both
 * fail, the failure is taken to be the engine's, and no more re-runs are spent on it.
 * @param alone whether these rows were already run without any other, and there is but one
 */
export async function isolate<Row>(
  rows: readonly Row[],
  failure: Failure,
  alone: boolean,
  batch: Isolation<Row>,
): Promise<void> {
  if (rows.length === 0) return;
  if (alone || failure.final || !batch.mayRerun()) return batch.fail(rows, failure.error);

  const middle = Math.ceil(rows.length / 2);
  const left = rows.slice(0, middle);
  const leftFailure = await batch.rerun(left);
  const right = batch.pending(rows.slice(middle));
  if (leftFailure?.final === true) return batch.fail([...batch.pending(left), ...right], leftFailure.error);
  if (!batch.mayRerun()) {
    batch.fail(right, failure.error);
    if (leftFailure !== null) batch.fail(batch.pending(left), leftFailure.error);
    return;
  }

  const rightFailure = right.length === 0 ? null : await batch.rerun(right);
  // A half that nobody wants any more says nothing about the engine.
  const failedLeft = leftFailure === null ? [] : batch.pending(left);
  const failedRight = rightFailure === null ? [] : batch.pending(right);
  if (failedLeft.length > 0 && failedRight.length > 0) {
    batch.fail(failedLeft, leftFailure!.error);
    batch.fail(failedRight, rightFailure!.error);
  } else if (failedLeft.length > 0) {
    await isolate(failedLeft, leftFailure!, left.length === 1, batch);
  } else if (failedRight.length > 0) {
    await isolate(failedRight, rightFailure!, right.length === 1, batch);
  }
}
