import { useComputed } from '@preact/signals';
import { type Moves, ZOOM } from '../control/moves.js';
import { type Player, SPEEDS } from '../control/player.js';
import type { TimelineState } from '../control/timeline-state.js';
import './toolbar.css';

interface ToolbarProps {
  readonly state: TimelineState;
  readonly moves: Moves;
  readonly player: Player;
}

const ROWS = [
  { rows: 'request', name: 'By request' },
  { rows: 'slot', name: 'By slot' },
] as const;

/** What a row is, how time runs, and zooming for those without wheel or keys. */
export function Toolbar({ state, moves, player }: ToolbarProps) {
  const { rows } = state.lab.view;
  const isOff = useComputed(() => state.run.value === null).value;
  const isWholeShown = useComputed(() => state.playhead.value === null).value;
  const isPlaying = player.playing.value;
  return (
    <div class="timeline-toolbar">
      <div role="group" aria-label="Rows" class="timeline-toolbar-group">
        {ROWS.map(({ rows: value, name }) => (
          <button
            key={value}
            type="button"
            class="button"
            aria-pressed={rows.value === value}
            onClick={() => (rows.value = value)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="group" aria-label="Play" class="timeline-toolbar-group" data-plays>
        <button
          type="button"
          class="button timeline-toolbar-play"
          disabled={isOff}
          onClick={() => player.toggle()}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d={isPlaying ? 'M2 1H5V11H2ZM7 1H10V11H7Z' : 'M2 1 11 6 2 11Z'} />
          </svg>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <select
          aria-label="Speed of time"
          value={String(player.speed.value)}
          onChange={({ currentTarget }) => player.choose(Number(currentTarget.value))}
        >
          {SPEEDS.map(({ name }, speed) => (
            <option key={name} value={String(speed)}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" class="button" disabled={isWholeShown} onClick={() => player.stop()}>
          Show all
        </button>
      </div>
      <div role="group" aria-label="Zoom" class="timeline-toolbar-group">
        <button
          type="button"
          class="button"
          aria-label="Zoom out"
          disabled={isOff}
          onClick={() => moves.zoom(1 / ZOOM)}
        >
          −
        </button>
        <button
          type="button"
          class="button"
          aria-label="Zoom in"
          disabled={isOff}
          onClick={() => moves.zoom(ZOOM)}
        >
          +
        </button>
        <button type="button" class="button" disabled={isOff} onClick={() => moves.whole()}>
          Whole run
        </button>
      </div>
    </div>
  );
}
