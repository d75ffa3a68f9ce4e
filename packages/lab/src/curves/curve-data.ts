import { heatmap, type SweepChart, type SweepData } from 'lockstep-cli/charts';
import type { SweepResult } from 'lockstep/simulation';
import type { ShownSweep } from '../state/lab.js';

/**
 * What a chart is drawn of: the heatmap of all rates, the others of the one that is asked for. Without the target, which
 * is a line of its own that one moves. Null where there is nothing for it, or nothing yet.
 */
export function curveData(chart: SweepChart, sweep: ShownSweep | null): SweepData | null {
  const result = resultFor(chart, sweep);
  if (sweep === null || result === null) return null;
  const data = { result: withoutTarget(result), release: sweep.scenario.release };
  return chart.applies(data) ? data : null;
}

/** Whether a sweep has nothing for a chart, and will not have it when it is finished. */
export function hasNothingFor(chart: SweepChart, sweep: ShownSweep | null): boolean {
  if (sweep === null) return false;
  const isToCome = resultFor(chart, sweep) === null && sweep.rate !== null;
  return !isToCome && curveData(chart, sweep) === null;
}

function resultFor(chart: SweepChart, sweep: ShownSweep | null): SweepResult | null {
  return (chart === heatmap ? sweep?.all : sweep?.atRate) ?? null;
}

function withoutTarget(result: SweepResult): SweepResult {
  const points = result.points.map((point) => {
    const { slo, ...rest } = point;
    return slo === undefined ? point : rest;
  });
  return { ...result, points };
}
