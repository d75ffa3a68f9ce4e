import { useComputed } from '@preact/signals';
import { useLab } from '../state/lab-context.js';

/** Keeps the run that is shown, to compare the next ones with it. */
export function PinButton() {
  const { run, pinned, pin, unpin } = useLab();
  const isPinned = useComputed(() => pinned.value !== null).value;
  const hasRun = useComputed(() => run.value !== null).value;
  return (
    <button
      type="button"
      class="button"
      aria-pressed={isPinned}
      disabled={!hasRun}
      title={isPinned ? 'Stop comparing' : 'Keep this run, and compare the next ones with it'}
      onClick={isPinned ? unpin : pin}
    >
      {isPinned ? 'Unpin' : 'Pin'}
    </button>
  );
}
