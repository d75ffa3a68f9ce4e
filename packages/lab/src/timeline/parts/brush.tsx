import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Stretch } from '../../state/lab.js';
import { brushed, centered, type Grip, stepped } from '../control/brushing.js';
import type { TimelineState } from '../control/timeline-state.js';
import type { Box } from '../scale/box.js';
import { isWhole } from '../scale/stretches.js';
import { instant } from '../story/words.js';

/** A pointer that moved less than this was a click (px). */
const CLICK = 4;
/** The narrowest brush one can still see and take hold of (px). */
const NARROWEST = 4;
/** Width of what one takes hold of at its edges (px). */
const EDGE = 16;

interface BrushProps {
  readonly state: TimelineState;
  readonly box: ReadonlySignal<Box>;
}

/** Where in the whole run the stretch lies: three sliders, its start, its end, and the place of both. */
export function Brush({ state, box }: BrushProps) {
  const frame = useRef<HTMLDivElement>(null);
  const held = useRef<{ grip: Grip; stretch: Stretch; at: number; x: number } | null>(null);
  const run = state.run.value;
  const { left, width } = box.value;
  if (run === null) return null;
  const { lengthMs } = run;
  const stretch = state.stretch.value;
  const px = (ms: number) => (ms / lengthMs) * width;
  const wide = Math.max(NARROWEST, px(stretch.to - stretch.from));
  const x0 = Math.min(width - wide, px(stretch.from));
  /** Edges of a narrow brush stand beside it, so that its middle can be taken hold of. */
  const beside = wide < 3 * EDGE ? EDGE - 4 : EDGE / 2;

  const since = (event: PointerEvent) => {
    const place = event.clientX - frame.current!.getBoundingClientRect().left;
    return Math.min(lengthMs, Math.max(0, (place / width) * lengthMs));
  };
  const take = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const grip = ((event.target as HTMLElement).dataset['grip'] ?? 'outside') as Grip;
    held.current = { grip, stretch, at: since(event), x: event.clientX };
    frame.current!.setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent) => {
    if (held.current === null) return;
    if (Math.abs(event.clientX - held.current.x) < CLICK) return;
    held.current.x = Infinity;
    state.show(brushed(held.current.grip, held.current, since(event), lengthMs));
  };
  const letGo = (event: PointerEvent) => {
    if (held.current === null) return;
    const { grip, x } = held.current;
    held.current = null;
    if (grip === 'outside' && Math.abs(event.clientX - x) < CLICK)
      state.show(centered(stretch, since(event)));
  };
  const slider = (grip: 'from' | 'to' | 'middle', label: string, now: number, text: string) => ({
    role: 'slider' as const,
    tabIndex: 0,
    'data-grip': grip,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': Math.round(lengthMs),
    'aria-valuenow': Math.round(now),
    'aria-valuetext': text,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = stepped(grip, event.key, stretch, lengthMs);
      if (next === null) return;
      event.preventDefault();
      state.show(next);
    },
  });
  const playhead = state.playhead.value;

  return (
    <div
      ref={frame}
      class="timeline-brush"
      style={{ left: `${left}px`, width: `${width}px` }}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      <div
        class={`timeline-brush-middle${isWhole(stretch, lengthMs) ? ' is-whole' : ''}`}
        style={{ left: `${x0}px`, width: `${wide}px` }}
        {...slider(
          'middle',
          'Stretch in sight',
          stretch.from,
          `${instant(stretch.from)} to ${instant(stretch.to)}`,
        )}
      />
      <div
        class="timeline-brush-edge"
        style={{ left: `${x0 - beside}px` }}
        {...slider('from', 'Start of the stretch in sight', stretch.from, instant(stretch.from))}
      />
      <div
        class="timeline-brush-edge"
        style={{ left: `${x0 + wide + beside - EDGE}px` }}
        {...slider('to', 'End of the stretch in sight', stretch.to, instant(stretch.to))}
      />
      {playhead !== null && <div class="timeline-brush-playhead" style={{ left: `${px(playhead)}px` }} />}
    </div>
  );
}
