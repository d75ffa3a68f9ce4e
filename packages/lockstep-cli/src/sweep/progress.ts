/** Shows how many points are finished. */
export interface Progress {
  show(finished: number): void;
  /** Clears the line and gives the cursor back. */
  stop(): void;
}

const WIDTH = 32;
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_LINE = '\r\x1b[K';

/**
 * A bar on stderr where that is a terminal; nothing at all elsewhere.
 * @param total points in all, ≥ 1
 */
export function openProgress(total: number): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, stop: () => {} };
  const startedAt = performance.now();
  const show = (finished: number) => {
    const filled = Math.round((finished / total) * WIDTH);
    const bar = '━'.repeat(filled) + '─'.repeat(WIDTH - filled);
    const seconds = Math.ceil((((performance.now() - startedAt) / finished) * (total - finished)) / 1000);
    const left = finished === 0 ? '' : `, ${seconds} s left`;
    stderr.write(`${CLEAR_LINE}${bar} ${finished} of ${total} points${left}`);
  };
  stderr.write(HIDE_CURSOR);
  show(0);
  return { show, stop: () => stderr.write(CLEAR_LINE + SHOW_CURSOR) };
}
