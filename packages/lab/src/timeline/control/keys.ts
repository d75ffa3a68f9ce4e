import { type Moves, ZOOM } from './moves.js';
import type { TimelineState } from './timeline-state.js';

/** What keys do, in words. */
export const KEYS_IN_WORDS =
  'Arrow up and down go through requests; with one chosen, left and right go by batch, Enter keeps it, Escape lets go. ' +
  'A and D or left and right move in time, W and S or plus and minus zoom, 0 shows the whole run, Home and End go to ' +
  'its ends, Space plays.';

/** Gives back whether the key meant something here. */
export function pressKey(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  state: TimelineState,
  moves: Moves,
  togglePlay: () => void,
): boolean {
  if (ctrlKey || metaKey || altKey || state.run.value === null) return false;
  const { told } = state;
  const hasOne = (told.value?.request ?? null) !== null;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowUp: () => moves.request(-1),
    ArrowDown: () => moves.request(1),
    ArrowLeft: () => (hasOne ? moves.batch(-1) : moves.pan(-1)),
    ArrowRight: () => (hasOne ? moves.batch(1) : moves.pan(1)),
    a: () => moves.pan(-1),
    d: () => moves.pan(1),
    w: () => moves.zoom(ZOOM),
    s: () => moves.zoom(1 / ZOOM),
    '+': () => moves.zoom(ZOOM),
    '=': () => moves.zoom(ZOOM),
    '-': () => moves.zoom(1 / ZOOM),
    '0': () => moves.whole(),
    Home: () => moves.toStart(),
    End: () => moves.toEnd(),
    PageUp: () => moves.pan(-1, 1),
    PageDown: () => moves.pan(1, 1),
    Enter: () => hasOne && moves.keep(told.value!.request),
    Escape: () => moves.letGo(),
    ' ': togglePlay,
  };
  const action = actions[key.length === 1 ? key.toLowerCase() : key];
  action?.();
  return action !== undefined;
}
