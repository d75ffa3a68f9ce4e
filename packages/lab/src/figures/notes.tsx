import { useLab } from '../state/lab-context.js';
import './notes.css';

/** What the reader has to know of the run. */
export function Notes() {
  const { run } = useLab();
  const remarks = run.value?.point.remarks.map(({ sentence }) => sentence) ?? [];
  const notes = [...remarks, ...(run.value?.notes ?? [])];
  if (notes.length === 0) return null;
  return (
    <ul class="notes muted" aria-label="Notes on this run">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
