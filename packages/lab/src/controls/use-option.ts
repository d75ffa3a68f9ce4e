import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { Scenario, ScenarioKey } from 'lockstep/scenario';
import type { Changes } from '../state/lab.js';
import { useLab } from '../state/lab-context.js';

/** What a control shows, and what it does with what was typed or dragged. */
export interface OptionControl<T> {
  /** What the control shows: what was typed, also where it was refused; else what the scenario says. */
  readonly shown: T;
  /** Why it was refused; null if it was not. */
  readonly error: string | null;
  /** Takes what was typed or dragged over into the scenario, or says what is wrong with it. */
  wish(typed: T, changes: Changes): void;
  /** Typing is over: what was taken over is shown as the scenario has it. */
  settle(): void;
}

/**
 * Connects a control with the options that it is about.
 * @param keys the options; the first one is where a wrong value shows
 * @param read what the control shows of a scenario
 */
export function useOption<T>(
  keys: readonly ScenarioKey[],
  read: (scenario: Scenario) => T,
): OptionControl<T> {
  const { scenario, problem, change } = useLab();
  const draft = useSignal<{ typed: T; error: string | null; for: string } | null>(null);
  const written = useComputed(() => JSON.stringify(keys.map((key) => scenario.value[key] ?? null)));
  const reported = useComputed(() => {
    const found = problem.value;
    return found !== null && found.key !== null && keys.includes(found.key) ? found.message : null;
  });
  // Something else than this control set the option: what was typed before is out of date.
  useSignalEffect(() => {
    if (draft.peek() !== null && draft.peek()!.for !== written.value) draft.value = null;
  });

  const shown = draft.value === null ? read(scenario.peek()) : draft.value.typed;
  void written.value;
  return {
    shown,
    error: draft.value?.error ?? reported.value,
    wish: (typed, changes) => {
      // First, so that this change is known as one's own.
      draft.value = null;
      change(changes);
      const refused = problem.peek();
      draft.value = { typed, error: refused?.message ?? null, for: written.peek() };
    },
    settle: () => {
      if (draft.peek()?.error === null) draft.value = null;
    },
  };
}
