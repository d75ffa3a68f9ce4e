import { type Ladder, nearestStep } from './ladder.js';
import { StepSlider } from './step-slider.js';

interface LadderSliderProps {
  readonly label: string;
  readonly ladder: Ladder;
  /** Beyond the ends the thumb stands at the end. */
  readonly value: number;
  /** The value as a screen reader says it. */
  readonly inWords: string;
  readonly onValue: (value: number) => void;
}

/** A slider over values that read well. */
export function LadderSlider({ label, ladder, value, inWords, onValue }: LadderSliderProps) {
  return (
    <StepSlider
      label={label}
      step={nearestStep(ladder, value)}
      steps={ladder.length}
      inWords={inWords}
      onStep={(step) => onValue(ladder[step]!)}
    />
  );
}
