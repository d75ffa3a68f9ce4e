import { SCENARIO_OPTIONS, type ScenarioKey } from 'lockstep/scenario';
import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Changes } from '../state/lab.js';
import { ControlGroup } from './control-group.js';
import type { Ladder } from './ladder.js';
import { optionName } from '../words/option-names.js';
import { ParamRow } from './param-row.js';
import { useOption } from './use-option.js';

interface OptionFieldProps {
  readonly option: ScenarioKey;
  readonly label?: string;
  readonly ladder?: Ladder;
  readonly unit?: 'ms';
  readonly as?: 'flag';
  /** What an empty field means. */
  readonly placeholder?: string;
  /** What has to change with it. */
  readonly besides?: (text: string) => Changes;
  readonly children?: ComponentChildren;
}

/** An option that is one text or number; left empty it has its default. */
export function OptionField(props: OptionFieldProps) {
  const { option, label = optionName(option), ladder, unit, as, placeholder, besides, children } = props;
  const id = useId();
  const { help, range } = SCENARIO_OPTIONS[option];
  const { shown, error, wish, settle } = useOption([option], (scenario) => String(scenario[option] ?? ''));
  const errorId = `${id}-error`;
  return (
    <ControlGroup option={option} label={null} error={error} errorId={errorId} onLeave={settle}>
      <ParamRow
        id={id}
        param={{ name: option, label, ...(ladder && { ladder }), ...(unit && { unit }), ...(as && { as }) }}
        value={shown}
        placeholder={placeholder}
        hint={`${help}: ${range}`}
        invalid={error !== null}
        describedBy={error === null ? undefined : errorId}
        onValue={(text) => wish(text, { ...besides?.(text), [option]: text === '' ? undefined : text })}
      />
      {children}
    </ControlGroup>
  );
}
