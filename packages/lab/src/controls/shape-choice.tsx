import type { Shape } from './shape.js';
import './shape-choice.css';

interface ShapeChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly shapes: readonly Pick<Shape, 'name' | 'label' | 'sentence'>[];
  readonly chosen: string;
  readonly onChoice: (name: string) => void;
}

/** A choice among a few, all in sight. */
export function ChipChoice({ id, label, shapes, chosen, onChoice }: ShapeChoiceProps) {
  return (
    <div
      class="choice chip-choice"
      role="radiogroup"
      aria-label={label}
      style={{ '--chips': shapes.length % 3 ? 2 : 3 }}
    >
      {shapes.map(({ name, label, sentence }) => (
        <label key={name} title={sentence}>
          <input
            type="radio"
            name={id}
            value={name}
            checked={name === chosen}
            aria-describedby={`${id}-${name}-sentence`}
            onChange={() => onChoice(name)}
          />
          {label}
          <span id={`${id}-${name}-sentence`} hidden>
            {sentence}
          </span>
        </label>
      ))}
    </div>
  );
}

/** A choice among many. */
export function ListChoice({ id, label, shapes, chosen, onChoice }: ShapeChoiceProps) {
  return (
    <select
      id={id}
      class="list-choice"
      aria-label={label}
      onInput={({ currentTarget }) => onChoice(currentTarget.value)}
    >
      {shapes.map(({ name, label }) => (
        <option key={name} value={name} selected={name === chosen}>
          {label}
        </option>
      ))}
    </select>
  );
}
