import { useSignal, useSignalEffect } from '@preact/signals';
import { optionName } from '../words/option-names.js';
import { useLab } from '../state/lab-context.js';
import type { Problem } from '../state/problem.js';
import './problem-banner.css';

/** What is wrong with something that no control in sight is about; it stays until the next wish. */
export function ProblemBanner() {
  const { problem } = useLab();
  const shown = useSignal<Problem | null>(null);
  useSignalEffect(() => {
    const found = problem.value;
    shown.value = found !== null && !hasControlInSight(found) ? found : null;
  });
  const found = shown.value;
  return (
    <p class="problem-banner" role="alert" hidden={found === null}>
      {found?.key && <strong>{optionName(found.key)}: </strong>}
      {found?.message}
    </p>
  );
}

/** Such a control says itself what is wrong. */
function hasControlInSight({ key }: Problem): boolean {
  return key !== null && (document.querySelector(`[data-option~="${key}"]`)?.checkVisibility() ?? false);
}
