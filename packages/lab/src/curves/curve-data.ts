import { heatmap, type SweepChart, type SweepData, tradeOff } from 'lockstep-cli/charts';
import type { SweepResult } from 'lockstep/simulation';
import type { ShownSweep } from '../state/lab.js';

/**
 * What a chart is drawn of: the heatmap of all rates, the others of the one that is asked for. The trade-off without the
 * target for the E2E latency, which is a line of its own that one moves. Null where there is nothing for it, or nothing yet.
 */
export function curveData(chart: SweepChart, sweep: ShownSweep | null): SweepData | null {
  const result = resultFor(chart, sweep);
  if (sweep === null || result === null) return null;
  const data = {
    result: chart === tradeOff ? withoutTarget(result) : result,
  };
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
    if (point.slo === undefined) return point;
    const { e2eMs, ...slo } = point.slo;
    return e2eMs === undefined ? point : { ...point, slo };
  });
  return { ...result, points };
}
