import { isWide } from '../look/wide.js';
import { ChatHint } from './chat-hint.js';
import './controls.css';
import { COST_SHAPES } from './cost-shapes.js';
import { LimitControls } from './limit-controls.js';
import { RELEASE_SHAPES } from './release-shapes.js';
import { ShapeControl } from './shape-control.js';
import { StartingPointButtons } from './starting-point-buttons.js';
import { TrafficControls } from './traffic-controls.js';
import { WAIT_SHAPES } from './wait-shapes.js';

/** All that one can ask for besides the batch size: folded where there is no room beside the views. */
export function Controls() {
  return (
    <form class="controls" aria-label="Scenario" onSubmit={(event) => event.preventDefault()}>
      <details class="controls-all" open={isWide.value}>
        <summary>All controls</summary>
        <StartingPointButtons />
        <details class="controls-part" open>
          <summary>
            <h2>Batches</h2>
          </summary>
          <ShapeControl option="wait" shapes={WAIT_SHAPES} as="chips" lead="A full batch starts at once." />
          <ShapeControl option="release" shapes={RELEASE_SHAPES} as="chips" />
          <ShapeControl option="cost" shapes={COST_SHAPES} as="list" />
          <ChatHint />
        </details>
        <details class="controls-part" open>
          <summary>
            <h2>Traffic</h2>
          </summary>
          <TrafficControls />
        </details>
        <details class="controls-part">
          <summary>
            <h2>Targets and limits</h2>
          </summary>
          <LimitControls />
        </details>
      </details>
    </form>
  );
}
