import { OpenButton } from '../open/open-button.js';
import { useLab } from '../state/lab-context.js';
import './header.css';
import { PinButton } from './pin-button.js';
import { ThemeChoice } from './theme-choice.js';

export function Header() {
  const { view } = useLab();
  return (
    <header class="header">
      <div class="header-name">
        <h1>Lockstep lab</h1>
        <p class="muted">
          Static batching for LLM inference, simulated in this page: move a slider and see what it does to
          every request.
        </p>
      </div>
      <div class="header-actions">
        <button
          type="button"
          class="button"
          aria-pressed={view.scene.value !== null}
          onClick={() => (view.scene.value = view.scene.value === null ? 1 : null)}
        >
          Tour
        </button>
        <OpenButton />
        <PinButton />
        <ThemeChoice />
      </div>
    </header>
  );
}
