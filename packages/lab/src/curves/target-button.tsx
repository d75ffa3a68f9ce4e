import { useLab } from '../state/lab-context.js';
import { suggestedTarget, targetOf, withTarget } from './target.js';
import './target-button.css';

/** Puts the line of a latency target into the trade-off, or takes it out. */
export function TargetButton() {
  const lab = useLab();
  const scenario = lab.scenario.value;
  const hasTarget = targetOf(scenario) !== null;
  const suggested = suggestedTarget(lab.run.value?.point ?? null);
  return (
    <button
      type="button"
      class="button target-button"
      onClick={() => lab.change({ slo: withTarget(scenario, hasTarget ? null : suggested) })}
    >
      {hasTarget ? 'Remove the latency target' : 'Add a latency target to drag'}
    </button>
  );
}
