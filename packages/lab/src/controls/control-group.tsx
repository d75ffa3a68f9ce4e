import type { ScenarioKey } from 'lockstep/scenario';
import type { ComponentChildren } from 'preact';
import './control-group.css';
import { FieldError } from './field-error.js';

interface ControlGroupProps {
  /** The options that it is about, with spaces between. */
  readonly option: ScenarioKey | `${ScenarioKey} ${ScenarioKey}`;
  readonly label: string | null;
  readonly error: string | null;
  readonly errorId: string;
  /** Called when the focus leaves it. */
  readonly onLeave?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** Fields that make up one option, and what is wrong with it. */
export function ControlGroup({ option, label, error, errorId, onLeave, children }: ControlGroupProps) {
  const left = (event: FocusEvent & { readonly currentTarget: HTMLElement }) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) onLeave?.();
  };
  return (
    <div
      class="control-group"
      role="group"
      aria-label={label ?? undefined}
      data-option={option}
      onFocusOut={left}
    >
      {label !== null && <h3 class="control-group-name">{label}</h3>}
      {children}
      <FieldError id={errorId} message={error} />
    </div>
  );
}
