import { QueueFullError } from 'lockstep/batcher';
import { expect, test } from 'vitest';
import { asApiError } from '../../src/server/as-api-error.js';

test.for<[estimateMs: number | null, seconds: string, ms: string]>([
  [null, '1', '1000'],
  [0, '1', '100'],
  [40.2, '1', '100'],
  [1000, '1', '1000'],
  [2500.1, '3', '2501'],
])('a full queue with a place in %s ms: come again in %s s, or in %s ms', ([estimateMs, seconds, ms]) => {
  const error = asApiError(new QueueFullError(8, estimateMs));
  expect(error).toMatchObject({ status: 429, reason: 'queue_full' });
  expect(error.headers).toEqual({ 'retry-after': seconds, 'retry-after-ms': ms });
});
