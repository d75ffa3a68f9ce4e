import { expect, test } from 'vitest';
import { partsOf, total } from '../../src/charts/time-parts.js';
import { sample } from './samples.js';

test.each(['batch', 'request'] as const)('the parts add up to the latency under release %s', (release) => {
  const { sweep } = sample({ batchSizes: [4, 8], release });
  for (const point of sweep.result.points) {
    const parts = partsOf(point, release);
    const latency = release === 'batch' ? total(parts) : total(parts) - parts.held;
    expect(latency).toBeCloseTo(point.e2eLatencyMs.mean!, 6);
    expect(parts.own).toBeGreaterThan(0);
    expect(parts.blocked + parts.forming).toBeCloseTo(point.queueDelayMs.mean!, 6);
  }
});
