import { CostError, roofline } from 'lockstep/cost';
import { evenShape } from '../even-shape.js';
import type { PublishedTable } from '../reference.js';
import { percent, rootMeanSquare } from './errors.js';
import type { Published } from './published.js';

interface Table {
  readonly data: Readonly<Record<string, readonly (number | null)[]>>;
  readonly fit: { readonly eff_f: number; readonly eff_b: number; readonly ovh_ms: number };
}

const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const PLACEMENT = { gpu: 'a100-80', model: 'gpt-20b' } as const;

export const fasterTransformer: Published = {
  id: 'ft_gpt20b',
  title: 'FasterTransformer: time of a static batch of GPT-20B on an A100-80GB, `roofline`',
  check(table) {
    const { data, fit } = table as PublishedTable & Table;
    const fitted = roofline({
      ...PLACEMENT,
      computeEfficiency: fit.eff_f,
      bandwidthEfficiency: fit.eff_b,
      stepOverheadMs: fit.ovh_ms,
    });
    const ideal = roofline(PLACEMENT);
    const errors: number[] = [];
    const shares: number[] = [];
    let refused = 0;
    let outOfMemory = 0;
    for (const [name, row] of Object.entries(data)) {
      const [, prompt, output] = /^in(\d+)_out(\d+)$/.exec(name)!;
      row.forEach((measuredMs, i) => {
        const shape = evenShape(BATCHES[i]!, Number(prompt), Number(output));
        if (measuredMs === null) {
          outOfMemory++;
          if (isRefused(() => fitted.time(shape))) refused++;
        } else {
          errors.push(fitted.time(shape).durationMs / measuredMs - 1);
          shares.push(ideal.time(shape).durationMs / measuredMs);
        }
      });
    }
    const rms = rootMeanSquare(errors);
    const worst = Math.max(...errors.map(Math.abs));
    return [
      {
        what: `rms error of ${errors.length} times, with the efficiencies ${fit.eff_f} and ${fit.eff_b} and ${fit.ovh_ms} ms per step`,
        published: '1.8 %',
        ours: percent(rms),
        passes: Math.abs(rms - 0.018) < 0.0005,
      },
      { what: 'largest of these errors', published: '3.8 %', ours: percent(worst), passes: worst < 0.0385 },
      {
        what: 'the time at efficiency 1, as a share of the measured time: at most',
        published: '≤ 100 %',
        ours: percent(Math.max(...shares)),
        passes: Math.max(...shares) <= 1,
      },
      {
        what: 'batches that ran out of memory there and are refused here',
        published: String(outOfMemory),
        ours: String(refused),
        passes: refused === outOfMemory,
      },
    ];
  },
};

function isRefused(time: () => unknown): boolean {
  try {
    time();
    return false;
  } catch (error) {
    if (error instanceof CostError) return true;
    throw error;
  }
}
