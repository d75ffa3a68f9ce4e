import cliProgress from 'cli-progress';

/** Shows how much is finished. */
export interface Progress {
  show(finished: number): void;
  /** Clears the line and gives the cursor back. */
  stop(): void;
}

/**
 * A bar on stderr where that is a terminal; nothing at all elsewhere.
 * @param total how much there is in all, ≥ 1
 * @param unit what it is, in the plural
 */
export function openProgress(total: number, unit: 'points' | 'requests'): Progress {
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: (options, { progress, value, total: all, eta }) => {
      const bar = cliProgress.Format.BarFormat(progress, options);
      const left = value > 0 ? `, ${Math.ceil(eta)} s left` : '';
      return `${bar} ${value} of ${all} ${unit}${left}`;
    },
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 32,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C is the sweep's own business: it ends its workers and says what was finished.
    gracefulExit: false,
  });
  bar.start(total, 0);
  return { show: (finished) => bar.update(finished), stop: () => bar.stop() };
}
