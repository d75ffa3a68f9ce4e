import { SCENES } from './scenes/index.js';

interface TourNavProps {
  readonly number: number;
  readonly go: (number: number) => void;
  readonly leave: () => void;
}

/** Where one is in the tour, and the way to each scene and out; the keys work in the whole panel. */
export function TourNav({ number, go, leave }: TourNavProps) {
  return (
    <div class="tour-nav">
      <p class="muted">The five limitations of static batching</p>
      <nav aria-label="Scenes of the tour">
        <ol>
          {SCENES.map(({ name }, index) => (
            <li key={name}>
              <button
                type="button"
                class="tour-stop"
                title={name}
                aria-label={`${index + 1}, ${name}`}
                aria-current={index + 1 === number ? 'step' : undefined}
                onClick={() => go(index + 1)}
              >
                {index + 1}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <p class="muted tour-keys">
        <kbd>←</kbd> <kbd>→</kbd> <kbd>1</kbd>–<kbd>5</kbd>, <kbd>Esc</kbd> leaves
      </p>
      <div class="tour-steps">
        <button type="button" class="button" disabled={number === 1} onClick={() => go(number - 1)}>
          Previous
        </button>
        <button
          type="button"
          class="button primary"
          disabled={number === SCENES.length}
          onClick={() => go(number + 1)}
        >
          Next
        </button>
        <button type="button" class="button" title="Your own scenario comes back" onClick={leave}>
          Leave the tour
        </button>
      </div>
    </div>
  );
}
