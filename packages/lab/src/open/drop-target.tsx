import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import './drop-target.css';
import { openAll } from './open-all.js';

const isOver = signal(false);

/** The whole page takes files; while one holds some over it, it says what it would do with them. */
export function DropTarget() {
  const lab = useLab();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      isOver.value = true;
    };
    const leave = (event: DragEvent) => {
      // Out of the window, not from one element to the next.
      if (event.relatedTarget === null) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      isOver.value = false;
      if (!holdsFiles(event)) return;
      event.preventDefault();
      openAll(lab, [...event.dataTransfer!.files]).catch(reportError);
    };
    addEventListener('dragenter', over, { signal });
    addEventListener('dragover', over, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('drop', drop, { signal });
    return () => leaving.abort();
  }, [lab]);
  if (!isOver.value) return null;
  return (
    <div class="drop-target">
      <p>
        <strong>Drop to open</strong>
        <span>a trace, a scenario, or a decision log</span>
      </p>
    </div>
  );
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer !== null && dataTransfer.types.includes('Files');
}
