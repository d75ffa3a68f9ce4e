import { heatmap, type SweepChart } from 'lockstep-cli/charts';
import { useRef } from 'preact/hooks';
import type { SweepPoint } from 'lockstep/simulation';
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
  const before = useRef<number | 'inf' | null>(null);
  const leave = () => {
    if (before.current !== null) lab.change({ batchSize: before.current });
    before.current = null;
  };
  return {
    show(point) {
      if (point === null) return leave();
      // Another rate would bring another sweep, and so another picture under the pointer.
      const { batchSize } = choiceOf(chart, point);
      const asked = lab.scenario.value.batchSize as number | 'inf';
      if (chart === heatmap || asked === batchSize) return;
      before.current ??= asked;
      lab.change({ batchSize });
    },
    leave,
    keep(point) {
      if (point === null) return;
      before.current = null;
      lab.change(choiceOf(chart, point));
    },
  };
}
