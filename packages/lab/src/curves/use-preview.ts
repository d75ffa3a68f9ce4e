import { heatmap, type SweepChart } from 'lockstep-cli/charts';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { choiceOf } from './choosing.js';

export interface Preview {
  /** Shows the run of a point while it is pointed at; null for none. */
  show(point: SweepPoint | null): void;
  /** Back to what was chosen before. */
  leave(): void;
  /** Keeps a point. */
  keep(point: SweepPoint | null): void;
}

/** Points that are pointed at are tried, and given back when the pointer leaves; a click keeps one. */
export function usePreview(chart: SweepChart): Preview {
  const lab = useLab();
  const trial = useRef<{ readonly before: number | 'inf'; readonly wish: Scenario } | null>(null);
  /** What is tried; null, too, once somebody else has changed the scenario: theirs is the last word. */
  const underWay = () => (trial.current?.wish === lab.scenario.value ? trial.current : null);
  const leave = () => {
    const tried = underWay();
    trial.current = null;
    if (tried !== null) lab.change({ batchSize: tried.before });
  };
  return {
    show(point) {
      if (point === null) return leave();
      // Another rate would bring another sweep, and so another picture under the pointer.
      const { batchSize } = choiceOf(chart, point);
      const asked = lab.scenario.value.batchSize;
      if (chart === heatmap || asked === batchSize) return;
      const before = underWay()?.before ?? asked;
      lab.change({ batchSize });
      trial.current = { before, wish: lab.scenario.value };
    },
    leave,
    keep(point) {
      if (point === null) return;
      trial.current = null;
      lab.change(choiceOf(chart, point));
    },
  };
}
