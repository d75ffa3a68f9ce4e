import { type Scenario, SCENARIO_KEYS, type ScenarioKey } from 'lockstep/scenario';

/** An option that two scenarios have different values for, as text; `–` where one has none. */
export interface ChangedOption {
  readonly key: ScenarioKey;
  readonly pinned: string;
  readonly now: string;
}

/** Only what differs, in the order of the table of options. */
export function changedOptions(pinned: Scenario, now: Scenario): ChangedOption[] {
  return SCENARIO_KEYS.flatMap((key) => {
    const [before, after] = [written(pinned[key]), written(now[key])];
    return before === after ? [] : [{ key, pinned: before, now: after }];
  });
}

function written(value: Scenario[ScenarioKey]): string {
  return value === undefined ? '–' : String(value);
}
