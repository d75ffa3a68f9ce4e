import { affine } from 'lockstep/cost';
import { evenShape } from '../even-shape.js';
import type { PublishedTable } from '../reference.js';
import { percent } from './errors.js';
import type { Published } from './published.js';

interface Table {
  readonly data: Readonly<Record<string, Readonly<Record<string, number>>>> & {
    readonly fit_ms: Readonly<Record<string, readonly [alpha: number, tau0: number]>>;
  };
}

export const inoueTable: Published = {
  id: 'inoue_table1',
  title: 'Inoue 2021, table 1: ResNet-50 throughput by batch size, and his fit of it, `affine`',
  check(table) {
    const { fit_ms, ...throughputs } = (table as PublishedTable & Table).data;
    return Object.entries(fit_ms).flatMap(([gpu, [alpha, tau0]]) => {
      const measured = Object.entries(throughputs[gpu]!).map(([size, perSecond]) => ({
        size: Number(size),
        perSecond,
      }));
      const cost = affine({ prefillMs: tau0, prefillPerRowMs: alpha });
      const errors = measured.map(({ size, perSecond }) => {
        const predicted = (size * 1000) / cost.time(evenShape(size, 1, 1)).durationMs;
        return { size, error: predicted / perSecond - 1 };
      });
      const worst = errors.reduce((a, b) => (Math.abs(b.error) > Math.abs(a.error) ? b : a));
      const [slope, intercept] = line(
        measured.map(({ size, perSecond }) => [size, (size * 1000) / perSecond]),
      );
      return [
        {
          what: `${gpu}: least-squares line through the batch times (ms per row, ms)`,
          published: `${alpha}, ${tau0}`,
          ours: `${slope.toFixed(4)}, ${intercept.toFixed(4)}`,
          passes: slope.toFixed(4) === alpha.toFixed(4) && intercept.toFixed(4) === tau0.toFixed(4),
        },
        {
          what: `${gpu}: error of the fitted throughput, largest (at batch ${worst.size})`,
          published: '',
          ours: percent(worst.error),
          passes: null,
        },
        {
          what: `${gpu}: error of the fitted throughput by batch size`,
          published: measured.map(({ size }) => size).join(', '),
          ours: errors.map(({ error }) => percent(error)).join(', '),
          passes: null,
        },
      ];
    });
  },
};

/** Least-squares line through points: slope and intercept. */
function line(points: readonly (readonly [x: number, y: number])[]): [number, number] {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const slope = covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return [slope, meanY - slope * meanX];
}
