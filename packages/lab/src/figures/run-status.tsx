import { useComputed } from '@preact/signals';
import { useLab } from '../state/lab-context.js';
import { Explained } from './explained.js';
import { RunProgress } from './run-progress.js';
import './run-status.css';
import { verdict } from './verdict.js';

/** What the figures are of, and what one has to know before one reads them; in a line of fixed height. */
export function RunStatus() {
  const { run, problem } = useLab();
  const shown = run.value;
  const found = useComputed(() => (run.value === null ? null : verdict(run.value.point))).value;
  return (
    <div class="run-status">
      <p class="run-status-words">
        {shown === null && (
          <span class="muted">
            {problem.value === null ? 'Simulating the first run …' : 'There is no run yet.'}
          </span>
        )}
        {shown !== null && (
          <span class="run-status-title muted">{shown.title.replace(' (unstable)', '')}</span>
        )}
        {found !== null && found.short !== '' && (
          <span class={`run-status-verdict ${found.kind}`}>
            <Explained explanation={found.long}>{found.short}</Explained>
          </span>
        )}
      </p>
      <RunProgress />
    </div>
  );
}
