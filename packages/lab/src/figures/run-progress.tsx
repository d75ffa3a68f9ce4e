import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { percent } from 'lockstep/metrics';
import { useLab } from '../state/lab-context.js';
import './run-progress.css';

/** How long a run may take before its progress is worth saying (ms). */
const LONG_MS = 300;

/** How much of a long run is done, and a way to give it up; its room is kept free. */
export function RunProgress() {
  const { progress, cancelRun } = useLab();
  const isLong = useSignal(false);
  const isRunning = useComputed(() => progress.value !== null);
  useSignalEffect(() => {
    if (!isRunning.value) {
      isLong.value = false;
      return undefined;
    }
    const timer = setTimeout(() => (isLong.value = true), LONG_MS);
    return () => clearTimeout(timer);
  });
  const share = progress.value ?? 1;
  return (
    <div class="run-progress" data-shown={isLong.value}>
      {isLong.value && (
        <>
          <progress aria-label="Simulated so far" max="1" value={share} />
          <span class="run-progress-share">{percent(share)}</span>
          <button type="button" class="button small" onClick={cancelRun}>
            Cancel
          </button>
        </>
      )}
    </div>
  );
}
