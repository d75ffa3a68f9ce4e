import type { ScenarioKey } from 'lockstep/scenario';
import { useId, useRef } from 'preact/hooks';
import type { Changes } from '../state/lab.js';
import { optionName } from '../words/option-names.js';
import { ControlGroup } from './control-group.js';
import { ParamRow } from './param-row.js';
import { type Chosen, chosenOf, type Params, type Shape, startOf } from './shape.js';
import { ChipChoice, ListChoice } from './shape-choice.js';
import { useOption } from './use-option.js';

interface ShapeControlProps {
  readonly option: ScenarioKey;
  readonly shapes: readonly Shape[];
  readonly as: 'chips' | 'list';
  /** Said before the sentence of the shape that is chosen. */
  readonly lead?: string;
  /** What has to change with it. */
  readonly besides?: (text: string) => Changes;
}

/** An option that is written in one of several shapes, each with fields of its own. */
export function ShapeControl({ option, shapes, as, lead = '', besides }: ShapeControlProps) {
  const label = optionName(option);
  const id = useId();
  // What stood in fields before: others of the same name begin with it.
  const last = useRef<Params>({});
  const { shown, error, wish, settle } = useOption<Chosen>([option], (scenario) =>
    chosenOf(shapes, String(scenario[option] ?? '')),
  );
  const { shape, params } = shown;

  const take = (chosen: Chosen) => {
    last.current = { ...last.current, ...chosen.params };
    const text = chosen.shape.write(chosen.params);
    wish(chosen, { ...besides?.(text), [option]: text });
  };
  const choose = (name: string) => {
    const next = shapes.find((each) => each.name === name)!;
    const known: Params = { ...last.current, ...params, text: shape.write(params) };
    const start = startOf(next);
    const names = Object.keys(start).filter((each) => known[each]);
    take({
      shape: next,
      params: { ...start, ...Object.fromEntries(names.map((each) => [each, known[each]!])) },
    });
  };
  const set = (name: string, text: string) => {
    const typed = { ...params, [name]: text };
    take({ shape, params: shape.adapt?.(typed, name) ?? typed });
  };

  const Choice = as === 'chips' ? ChipChoice : ListChoice;
  const errorId = `${id}-error`;
  return (
    <ControlGroup
      option={option}
      label={label}
      error={error}
      errorId={errorId}
      // Typing a text must not turn it into another shape.
      onLeave={shape.name === 'text' ? undefined : settle}
    >
      <Choice id={`${id}-shape`} label={label} shapes={shapes} chosen={shape.name} onChoice={choose} />
      <p class="control-group-sentence muted">
        {lead} {shape.sentence}
      </p>
      {shape.params.map((param) => (
        <ParamRow
          key={`${shape.name} ${param.name}`}
          id={`${id}-${param.name}`}
          param={param}
          value={params[param.name] ?? ''}
          placeholder={param.start === '' ? 'none' : undefined}
          invalid={error !== null}
          describedBy={error === null ? undefined : errorId}
          onValue={(text) => set(param.name, text)}
        />
      ))}
    </ControlGroup>
  );
}
