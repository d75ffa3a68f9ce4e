import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { Moves } from './control/moves.js';
import { pauseAtInput } from './control/pause-at-input.js';
import { Player } from './control/player.js';
import { timelineState } from './control/timeline-state.js';
import { readColors, watchColors } from './draw/colors.js';
import { Legend } from './parts/legend.js';
import { Overview } from './parts/overview.js';
import { Plot } from './parts/plot.js';
import { Rule } from './parts/rule.js';
import { StoryPanel } from './parts/story-panel.js';
import { Toolbar } from './parts/toolbar.js';
import './timeline-view.css';

/** Every request of the run as a bar over time, from the whole run down to a single token. */
export function TimelineView() {
  const lab = useLab();
  const { state, moves, player, colors } = useMemo(() => {
    const state = timelineState(lab);
    return { state, moves: new Moves(state), player: new Player(state), colors: signal(readColors()) };
  }, []);
  useEffect(() => {
    const again = () => (colors.value = readColors());
    // Text that was drawn before its font had come is drawn again.
    document.fonts.ready.then(again).catch(reportError);
    const ends = [watchColors(again), pauseAtInput(player), () => state.dispose()];
    return () => {
      player.stop();
      for (const end of ends) end();
    };
  }, []);
  return (
    <section class="panel timeline" aria-labelledby="timeline-title">
      <div class="panel-head">
        <h2 id="timeline-title">Timeline</h2>
        <Toolbar state={state} moves={moves} player={player} />
      </div>
      <Legend state={state} />
      <div class="timeline-columns">
        <div class="timeline-pictures">
          <Overview state={state} colors={colors} />
          <Plot state={state} moves={moves} player={player} colors={colors} />
        </div>
        <StoryPanel state={state} />
      </div>
      <Rule state={state} />
    </section>
  );
}
