/**
 * One signal for each row of a batch, aborted with the batch's or with the row's own. (AbortSignal.any would do, but is
 * not in Node 20.0.)
 */
export class RowAborts {
  private readonly controllers: readonly AbortController[];
  private readonly watched: (readonly [AbortSignal, () => void])[] = [];

  constructor(batch: AbortSignal, rows: readonly AbortSignal[], count: number) {
    this.controllers = Array.from({ length: count }, () => new AbortController());
    this.watch(batch, () => this.abortAll());
    rows.forEach((signal, row) => this.watch(signal, () => this.controllers[row]?.abort()));
  }

  signal(row: number): AbortSignal {
    return this.controllers[row]!.signal;
  }

  abortAll(): void {
    for (const controller of this.controllers) controller.abort();
  }

  stopWatching(): void {
    for (const [signal, react] of this.watched) signal.removeEventListener('abort', react);
  }

  private watch(signal: AbortSignal, react: () => void): void {
    if (signal.aborted) react();
    signal.addEventListener('abort', react);
    this.watched.push([signal, react]);
  }
}
