import { useLab } from '../state/lab-context.js';
import { STARTING_POINTS } from './starting-points.js';
import './starting-point-buttons.css';

export function StartingPointButtons() {
  const { replace } = useLab();
  return (
    <div class="starting-points" role="group" aria-label="Start from">
      <span class="muted">Start from</span>
      {STARTING_POINTS.map(({ name, sentence, scenario }) => (
        <button
          key={name}
          type="button"
          class="button small"
          title={sentence}
          onClick={() => replace(scenario)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
