import { expect, test } from 'vitest';
import { partsOf, total } from '../../src/charts/time-parts.js';
import { LIGHT } from '../../src/charts/index.js';
import { whereTimeGoes } from '../../src/charts/where-time-goes.js';
import { sample } from './samples.js';

test.each(['batch', 'request', 'token'] as const)(
  'the parts add up to the latency under release %s',
  (release) => {
    const { sweep } = sample({ batchSizes: [4, 8], release });
    for (const point of sweep.result.points) {
      const parts = partsOf(point);
      expect(total(point)).toBeCloseTo(point.e2eLatencyMs.mean!, 6);
      expect(parts.own).toBeGreaterThan(0);
      expect(parts.blocked + parts.forming).toBeCloseTo(point.queueDelayMs.mean!, 6);
    }
  },
);

test.each(['batch', 'request', 'token'] as const)(
  'a bar is as long as its label says under release %s',
  (release) => {
    const { sweep } = sample({ batchSizes: [4, 8], release });
    const spec = whereTimeGoes.spec(sweep, { palette: LIGHT, width: 900 }) as unknown as {
      vconcat: [
        unknown,
        { concat: { layer: { data: { values: { to: number; top: number; text: string }[] } }[] }[] },
      ];
    };
    const [bars, , ends] = spec.vconcat[1].concat[0]!.layer.map(({ data }) => data.values);
    ends!.forEach(({ text }, i) => {
      const tops = [...new Set(bars!.map(({ top }) => top))];
      const end = Math.max(...bars!.filter(({ top }) => top === tops[i]).map(({ to }) => to));
      expect(text).toBe(`${end.toLocaleString('en-US', { maximumSignificantDigits: 3 })} s`);
    });
    expect(whereTimeGoes.caption(sweep).includes('(held)')).toBe(release === 'batch');
  },
);
