import { DeadlineError, DrainingError, QueueFullError } from 'lockstep/batcher';
import { afterEach, expect, test, vi } from 'vitest';
import { asApiError } from '../../src/server/as-api-error.js';

afterEach(() => vi.restoreAllMocks());

test.for<[estimateMs: number | null, seconds: string, ms: string]>([
  [null, '1', '1000'],
  [0, '1', '100'],
  [40.2, '1', '100'],
  [1000, '1', '1000'],
  [2500.1, '3', '2501'],
  [86_400_000, '60', '60000'],
])('a full queue with a place in %s ms: come again in %s s, or in %s ms', ([estimateMs, seconds, ms]) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const error = asApiError(new QueueFullError(8, estimateMs));
  expect(error).toMatchObject({ status: 429, reason: 'queue_full' });
  expect(error.headers).toEqual({ 'retry-after': seconds, 'retry-after-ms': ms });
});

test('clients that are refused together are not asked to come back together', () => {
  const delays = Array.from({ length: 50 }, () =>
    Number(asApiError(new QueueFullError(8, 4000)).headers['retry-after-ms']),
  );
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(4000);
  expect(Math.max(...delays)).toBeLessThanOrEqual(5000);
  expect(new Set(delays).size).toBeGreaterThan(10);
  expect(asApiError(new DrainingError('')).headers['retry-after']).toMatch(/^[567]$/);
});

test('what a second try would not mend is not to be tried again', () => {
  expect(asApiError(new DeadlineError('late', 'waiting')).headers).toEqual({ 'x-should-retry': 'false' });
  const full = asApiError(new QueueFullError(8, 0), { mayInvite: () => false });
  expect(full.headers).toMatchObject({ 'x-should-retry': 'false', 'retry-after': '1' });
});
