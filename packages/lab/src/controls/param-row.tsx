import { LadderSlider } from './ladder-slider.js';
import { numberOf, textOf } from './number-of.js';
import './param-row.css';
import type { Param } from './shape.js';

interface ParamRowProps {
  readonly id: string;
  readonly param: Omit<Param, 'start' | 'as'> & { readonly as?: Param['as'] };
  readonly value: string;
  readonly onValue: (text: string) => void;
  readonly invalid: boolean;
  readonly describedBy?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly hint?: string | undefined;
}

/** One value: its name, a slider where it has one, and a field that takes what the slider cannot reach. */
export function ParamRow(props: ParamRowProps) {
  const { id, param, value, onValue, invalid, describedBy, placeholder, hint } = props;
  const { label, ladder, unit, choices, as } = param;
  const common = { id, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy, title: hint };
  if (as === 'flag') {
    return (
      <label class="param-row param-row-flag" for={id}>
        <input
          {...common}
          type="checkbox"
          checked={value === 'true'}
          onInput={({ currentTarget }) => onValue(String(currentTarget.checked))}
        />
        {label}
      </label>
    );
  }
  return (
    <div class={`param-row ${ladder === undefined ? 'param-row-wide' : ''}`}>
      <label for={id} title={hint}>
        {label}
      </label>
      {ladder && (
        <LadderSlider
          label={label}
          ladder={ladder}
          value={numberOf(value, unit) ?? 0}
          inWords={value}
          onValue={(number) => onValue(textOf(number, unit))}
        />
      )}
      {choices ? (
        <select {...common} onInput={({ currentTarget }) => onValue(currentTarget.value)}>
          {choices.map((choice) => (
            <option key={choice} value={choice} selected={choice === value}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          class="param-row-field"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={placeholder}
          value={value}
          onInput={({ currentTarget }) => onValue(currentTarget.value.trim())}
        />
      )}
    </div>
  );
}
