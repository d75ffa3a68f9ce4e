import { useEffect } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import './notice.css';

/** Long enough to be read twice (ms). */
const SHOWN_MS = 12_000;

/** Says at the edge of the page what the lab did with a file; it covers nothing that one works with, and goes by itself. */
export function Notice() {
  const { notice } = useLab();
  const text = notice.value;
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => (notice.value = null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="notice" role="status">
      {text !== null && (
        <p>
          <span>{text}</span>
          <button type="button" class="button" onClick={() => (notice.value = null)}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}
