import { differencesInWords, optionName } from '../words/option-names.js';
import { useLab } from '../state/lab-context.js';
import './pinned-line.css';
import { changedOptions } from './scenario-difference.js';

/** What the pinned run and the one that is shown differ in. */
export function PinnedLine() {
  const { run, pinned, requestDifferences, pin, unpin, replace } = useLab();
  const [now, before] = [run.value, pinned.value];
  if (before === null || now === null) return null;
  const others = requestDifferences.value;
  const swap = () => {
    pin();
    if (before.scenario !== null) replace(before.scenario);
  };
  const changes =
    before.scenario === null || now.scenario === null ? null : changedOptions(before.scenario, now.scenario);
  return (
    <div class="pinned-line">
      <p>
        <strong>
          {others.length === 0 ? 'Compared with the pinned run' : 'Not compared with the pinned run'}
        </strong>
        {changes === null && <span>: {before.title}</span>}
        {changes?.length === 0 && <span class="muted">: the same scenario, so far. Change something.</span>}
        {changes?.map(({ key, pinned: from, now: to }) => (
          <span key={key} class="pinned-line-change">
            {' '}
            {optionName(key)} <s>{from}</s> <span class="visually-hidden">became</span>{' '}
            <span aria-hidden="true">→</span> <b>{to}</b>
          </span>
        ))}
        {others.length > 0 && (
          <span class="pinned-line-reason">
            The two runs have different requests ({differencesInWords(others)}), so a difference between their
            figures says nothing about the scheduler.
          </span>
        )}
      </p>
      <div class="pinned-line-actions">
        <button
          type="button"
          class="button small"
          disabled={!changes?.length}
          title="Show the pinned run, and pin the one that is shown"
          onClick={swap}
        >
          Swap
        </button>
        <button type="button" class="button small" onClick={unpin}>
          Unpin
        </button>
      </div>
    </div>
  );
}
