import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { Scenario, ScenarioKey } from 'lockstep/scenario';
import type { Changes } from '../state/lab.js';
import { useLab } from '../state/lab-context.js';
import type { Problem } from '../state/problem.js';
import { optionName } from '../words/option-names.js';

/** What a control shows, and what it does with what was typed or dragged. */
export interface OptionControl<T> {
  /** What the control shows: what was typed, also where it was refused; else what the scenario says. */
  readonly shown: T;
  /** Why it was refused, or what is wrong with it now that it is run; null if nothing is. */
  readonly error: string | null;
  /** Takes what was typed or dragged over into the scenario, or says what is wrong with it. */
  wish(typed: T, changes: Changes): void;
  /** Typing is over: what was taken over is shown as the scenario has it. */
  settle(): void;
}

/** What was typed, and what came of it. */
interface Draft<T> {
  readonly typed: T;
  readonly error: string | null;
  /** What the options were when it was typed. */
  readonly beside: string;
}

/**
 * Connects a control with the options that it is about.
 * @param read what the control shows of a scenario
 */
export function useOption<T>(
  keys: readonly ScenarioKey[],
  read: (scenario: Scenario) => T,
): OptionControl<T> {
  const { scenario, problem, change } = useLab();
  const draft = useSignal<Draft<T> | null>(null);
  const written = useComputed(() => JSON.stringify(keys.map((key) => scenario.value[key] ?? null)));
  const reported = useComputed(() => {
    const found = problem.value;
    return found?.key && keys.includes(found.key) ? found.message : null;
  });
  // Something else than this control set the option: what was typed before is out of date.
  useSignalEffect(() => {
    if (draft.peek() !== null && draft.peek()!.beside !== written.value) draft.value = null;
  });

  const beside = written.value;
  const current = draft.value?.beside === beside ? draft.value : null;
  return {
    shown: current === null ? read(scenario.peek()) : current.typed,
    error: current?.error ?? reported.value,
    wish: (typed, changes) => {
      const before = scenario.peek();
      // A draft of before must not be taken for one that something else displaced.
      draft.value = null;
      change(changes);
      const refused = scenario.peek() === before ? problem.peek() : null;
      draft.value = { typed, error: refused && inItsPlace(refused, keys), beside: written.peek() };
    },
    settle: () => {
      if (draft.peek()?.error === null) draft.value = null;
    },
  };
}

/** What is wrong with another option names it. */
function inItsPlace({ key, message }: Problem, keys: readonly ScenarioKey[]): string {
  return key === null || keys.includes(key) ? message : `${optionName(key)}: ${message}`;
}
