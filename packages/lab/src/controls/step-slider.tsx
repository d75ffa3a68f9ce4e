import './step-slider.css';

interface StepSliderProps {
  /** Which of the steps it stands at, from 0. */
  readonly step: number;
  readonly steps: number;
  /** The step as a screen reader says it. */
  readonly inWords: string;
  readonly onStep: (step: number) => void;
  /** For a label beside it. */
  readonly id?: string;
  /** Where none is. */
  readonly label?: string;
}

/** A slider that stops at each of some steps. */
export function StepSlider({ step, steps, inWords, onStep, id, label }: StepSliderProps) {
  return (
    <input
      id={id}
      class="step-slider"
      type="range"
      aria-label={label}
      aria-valuetext={inWords}
      min="0"
      max={String(steps - 1)}
      step="1"
      value={String(step)}
      style={{ '--slider-share': String(step / (steps - 1)) }}
      onInput={({ currentTarget }) => onStep(Number(currentTarget.value))}
    />
  );
}
