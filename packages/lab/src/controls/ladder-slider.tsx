import { type Ladder, nearestStep } from './ladder.js';
import './ladder-slider.css';

interface LadderSliderProps {
  readonly label: string;
  readonly ladder: Ladder;
  /** Beyond the ends the thumb stands at the end. */
  readonly value: number;
  /** The value as a screen reader says it. */
  readonly inWords: string;
  readonly onValue: (value: number) => void;
  readonly id?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
}

/** A slider over values that read well. */
export function LadderSlider(props: LadderSliderProps) {
  const { label, ladder, value, inWords, onValue, id, invalid, describedBy } = props;
  const step = nearestStep(ladder, value);
  return (
    <input
      id={id}
      class="ladder-slider"
      type="range"
      aria-label={label}
      aria-valuetext={inWords}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      min="0"
      max={String(ladder.length - 1)}
      step="1"
      value={String(step)}
      style={{ '--slider-share': String(step / (ladder.length - 1)) }}
      onInput={({ currentTarget }) => onValue(ladder[Number(currentTarget.value)]!)}
    />
  );
}
