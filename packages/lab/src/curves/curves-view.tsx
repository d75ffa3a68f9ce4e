import { SWEEP_CHARTS } from 'lockstep-cli/charts';
import type { SweepResult } from 'lockstep/simulation';
import { sweepRemarkInWords } from 'lockstep/words';
import { useLab } from '../state/lab-context.js';
import { differencesInWords } from '../words/option-names.js';
import { Curve } from './curve.js';
import './curves-view.css';

/** What the sweep around the run that is shown says. */
export function CurvesView() {
  const { sweep, recorded, pinned, pinnedSweep, requestDifferences } = useLab();
  const notes = [
    ...(sweep.value?.notes ?? []),
    ...(sweep.value === null ? [] : remarksInWords(sweep.value.atRate)),
  ];
  return (
    <section class="panel curves" aria-labelledby="curves-title" hidden={recorded.value !== null}>
      <div class="panel-head">
        <h2 id="curves-title">Curves</h2>
        <Following />
      </div>
      <p class="muted curves-lead">
        The same traffic with other batch sizes and rates. The orange diamond is the run that is shown: point
        at another batch size to try it, click to keep it.
        {pinned.value !== null && pinnedSweep.value !== null && (
          <> Dashed and pale: the pinned run, {pinned.value.title}.</>
        )}
        {requestDifferences.value.length > 0 && (
          <>
            {' '}
            The pinned run is not drawn: it has other requests ({differencesInWords(requestDifferences.value)}
            ).
          </>
        )}
      </p>
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
      <div class="curves-grid">
        {SWEEP_CHARTS.map((chart) => (
          <Curve key={chart.name} chart={chart} />
        ))}
      </div>
    </section>
  );
}

/** What the sweep found; its frontier is seen in the trade-off. */
function remarksInWords(result: SweepResult): string[] {
  return result.groups.flatMap((group) =>
    group.remarks
      .filter(({ kind }) => kind !== 'frontier')
      .map((remark) => sweepRemarkInWords(result, group, remark))
      .map(({ name, sentence }) => `${name}: ${sentence}`),
  );
}

/** Says that the curves are still those of the scenario before, in room of its own. */
function Following() {
  const { sweepProgress } = useLab();
  const { finished, of } = sweepProgress.value ?? { finished: 0, of: 0 };
  return (
    <p class="muted curves-following" aria-live="off">
      {of > 0 && `following: ${finished} of ${of} points`}
    </p>
  );
}
