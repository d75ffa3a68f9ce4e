import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { KEYS_IN_WORDS, pressKey } from '../control/keys.js';
import type { Moves } from '../control/moves.js';
import type { Player } from '../control/player.js';
import { listenToPointers } from '../control/pointers.js';
import type { TimelineState } from '../control/timeline-state.js';
import type { Colors } from '../draw/colors.js';
import { inFrames } from '../draw/in-frames.js';
import { drawPointed, drawTimeline } from '../draw/timeline-picture.js';
import { Facts } from './facts.js';
import './plot.css';

interface PlotProps {
  readonly state: TimelineState;
  readonly moves: Moves;
  readonly player: Player;
  readonly colors: ReadonlySignal<Colors>;
}

/** The bars: a canvas that is drawn once per change, and one above it for what is pointed at. */
export function Plot({ state, moves, player, colors }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const bars = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = frame.current!;
    const resized = new ResizeObserver(() => {
      state.size.value = { width: element.clientWidth, height: element.clientHeight };
    });
    resized.observe(element);
    const { rows, time, told, playhead, size } = state;
    const ends = [
      listenToPointers(element, state, moves),
      inFrames(
        () => [rows.value, time.value, playhead.value, size.value, colors.value],
        () => drawTimeline(bars.current!, state, colors.value),
      ),
      inFrames(
        () => [rows.value, time.value, playhead.value, size.value, colors.value, told.value],
        () => drawPointed(marks.current!, state, colors.value),
      ),
    ];
    return () => {
      resized.disconnect();
      for (const end of ends) end();
    };
  }, []);

  return (
    <div
      ref={frame}
      class="timeline-plot"
      role="application"
      tabIndex={0}
      aria-label="Timeline of requests"
      aria-describedby="timeline-facts timeline-keys"
      onKeyDown={(event) => {
        if (pressKey(event, state, moves, () => player.toggle())) event.preventDefault();
      }}
    >
      <canvas ref={bars} role="img" aria-labelledby="timeline-facts" />
      <canvas ref={marks} aria-hidden="true" />
      <Facts state={state} />
      <p id="timeline-keys" class="visually-hidden">
        {KEYS_IN_WORDS}
      </p>
    </div>
  );
}
