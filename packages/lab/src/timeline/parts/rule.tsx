import type { TimelineState } from '../control/timeline-state.js';

const RULES = {
  request:
    'One row per request, in arrival order: those in the system during the stretch in sight. Where several requests share a ' +
    'row of pixels, the row shows the one with the longest latency, and a mark where one of them got no answer.',
  slot:
    'One row per slot of the engine. Where batches are narrower than three pixels or slots lower than two, each column of ' +
    'pixels shows averages over its time: how many slots made own tokens, were held, were empty.',
};

/** What is drawn where there is more than pixels, and how one moves. */
export function Rule({ state }: { readonly state: TimelineState }) {
  return (
    <p class="timeline-rule muted">
      {RULES[state.lab.view.rows.value]} Totals in the overview are exact. Drag to move in time; Ctrl and
      wheel, or the wheel alone once the timeline has the focus, zoom about the pointer; Shift and wheel move.
    </p>
  );
}
