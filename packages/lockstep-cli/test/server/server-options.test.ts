import { atLeast, full } from 'lockstep/core';
import { expect, test } from 'vitest';
import { createServer, type ServerOptions } from '../../src/server/index.js';
import { HandDrivenEngine } from './hand-driven-engine.js';

test.for<[Partial<ServerOptions>, string]>([
  [
    { wait: full() },
    'wait: expected a rule that closes a batch in time, such as oldest:20ms or none; under full a request would wait for 7 more, perhaps for ever',
  ],
  [
    { wait: atLeast(2) },
    'wait: expected a rule that closes a batch in time, such as oldest:20ms or none; under atleast a request would wait for 1 more, perhaps for ever',
  ],
  [{ maxBatchSize: 0 }, 'maxBatchSize'],
  [{ maxQueueSize: 0.5 }, 'maxQueueSize'],
  [{ release: 'later' as never }, 'release: expected token, request or batch, got later'],
  [
    { requestTimeoutMs: 0 },
    'requestTimeoutMs: expected milliseconds above 0 and up to 86400000 (a day), or Infinity, got 0',
  ],
  [{ runTimeoutMs: 0 }, 'runTimeoutMs'],
  ...['', 'two words', 'line\n', 'schlüssel'].map((apiKey): [Partial<ServerOptions>, string] => [
    { apiKey },
    'apiKey: expected one or more letters, digits and signs of ASCII, without blanks, which a header can carry',
  ]),
  [{ bodyLimit: 0 }, 'bodyLimit: expected a whole number of bytes ≥ 1, got 0'],
  [
    { stallTimeoutMs: 2 ** 31 },
    'stallTimeoutMs: expected milliseconds above 0 and up to 86400000 (a day), or Infinity, got 2147483648',
  ],
  [{ unreadLimit: 0 }, 'unreadLimit: expected a whole number of bytes ≥ 1, got 0'],
  [{ totalUnreadLimit: NaN }, 'totalUnreadLimit: expected a whole number of bytes ≥ 1, got NaN'],
  [
    { bodyLimit: 2000, totalBodyLimit: 1000 },
    'totalBodyLimit: expected at least bodyLimit, which is 2000, got 1000',
  ],
  [{ maxConnections: 0 }, 'maxConnections: expected a whole number ≥ 1 or Infinity, got 0'],
  [{ metricNames: 'tgi' as never }, 'metricNames: expected lockstep or vllm, got tgi'],
  [{ modelName: '' }, "modelName: expected a name, got ''"],
])('%j is refused', ([options, message]) => {
  const attempt = () => createServer({ engine: new HandDrivenEngine(), ...options });
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
});

test('a batch larger than the engine takes is refused; the default fits into it', () => {
  const engine = new HandDrivenEngine();
  Object.assign(engine.limits, { maxBatchSize: 4 });
  expect(() => createServer({ engine, maxBatchSize: 5 })).toThrow(
    'maxBatchSize: expected at most 4, which is all that the engine takes, got 5',
  );
  createServer({ engine });
});

test('full is fine where a batch is one request', () => {
  createServer({ engine: new HandDrivenEngine(), wait: full(), maxBatchSize: 1 });
});
