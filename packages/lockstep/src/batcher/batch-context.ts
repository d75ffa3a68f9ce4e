/** What a run is told about its batch, and through which it tells how its rows get on. Rows are named by their place. */
export interface BatchContext<Output, Part> {
  /** Aborted when nobody wants any row of the batch any more, or the run took too long: stop as soon as possible. */
  readonly signal: AbortSignal;
  /** One per row: aborted when nobody wants that row any more. Its output is then ignored. */
  readonly signals: readonly AbortSignal[];
  /** Whether somebody still waits for that row: for runs that ask between two steps. Costs nothing; signals must be made. */
  isWanted(row: number): boolean;
  /** Hands over a part of a row's output; the first one is the row's first token in the decision record. */
  emit(row: number, part: Part): void;
  /** Answers a row before the batch ends. What the run then returns in its place is ignored. */
  answer(row: number, output: Output | Error): void;
}
