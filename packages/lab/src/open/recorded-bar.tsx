import { useLab } from '../state/lab-context.js';
import './recorded-bar.css';

/** Says that a recorded run is shown in place of a simulated one, and which; absent otherwise. */
export function RecordedBar() {
  const { recorded, showRecorded, closeRecorded } = useLab();
  const opened = recorded.value;
  if (opened === null) return null;
  const { runs, shown } = opened;
  return (
    <section class="panel recorded-bar" aria-labelledby="recorded-bar-head">
      <h2 id="recorded-bar-head">Recorded run</h2>
      {runs.length === 1 ? (
        <p>{runs[0]!.title}</p>
      ) : (
        <label>
          <span class="visually-hidden">Run</span>
          <select value={shown} onChange={({ currentTarget }) => showRecorded(Number(currentTarget.value))}>
            {runs.map(({ title }, index) => (
              <option key={index} value={index}>
                {`${index + 1} of ${runs.length}: ${title}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" class="button" onClick={closeRecorded}>
        Back to the simulation
      </button>
    </section>
  );
}
