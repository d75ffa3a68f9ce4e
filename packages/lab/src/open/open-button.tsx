import { useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { openAll } from './open-all.js';

/** Lets one choose files that could be dropped as well. */
export function OpenButton() {
  const lab = useLab();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="button"
        title="A trace, a scenario, or the decision log of a server or a run; or drop it anywhere on the page"
        onClick={() => input.current!.click()}
      >
        Open file
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          openAll(lab, [...(currentTarget.files ?? [])]).catch(reportError);
          // The same file may be chosen again, when it has changed.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
