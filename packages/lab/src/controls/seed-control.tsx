import { useLab } from '../state/lab-context.js';
import { OptionField } from './option-field.js';
import './seed-control.css';

/** Which of all possible runs is drawn. */
export function SeedControl() {
  const { change } = useLab();
  return (
    <div class="seed-control">
      <OptionField option="seed" />
      <button
        type="button"
        class="button"
        title="Draws other arrivals and lengths of the same kind"
        onClick={() => change({ seed: Math.floor(Math.random() * 1_000_000) })}
      >
        New seed
      </button>
    </div>
  );
}
