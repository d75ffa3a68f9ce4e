import fc from 'fast-check';
import type { WrittenScenario } from 'lockstep/scenario';

const whole = (min: number) => fc.integer({ min, max: 1e6 });
const rate = fc.integer({ min: 1, max: 1e5 }).map((n) => n / 1000);
const duration = fc.integer({ min: 0, max: 1e5 }).map((n) => `${n}ms`);
const size = fc.oneof(whole(1), fc.constant('inf' as const));
const wait = fc.oneof(
  fc.constantFrom('none', 'full'),
  whole(1).map((count) => `atleast:${count}`),
  fc.tuple(fc.constantFrom('oldest', 'window', 'gap'), duration).map((parts) => parts.join(':')),
);
const several = <T>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, { minLength: 1, maxLength: 4 });
const optional = { requiredKeys: [] };

const both = fc.record(
  {
    batchSize: several(size),
    wait: several(wait),
    maxQueueSize: size,
    requestTimeout: duration,
    release: fc.constantFrom('token', 'request', 'batch'),
    cost: fc.constantFrom(
      'mock',
      'mock:20ms',
      'affine:step=1ms',
      'kernels:llama-3-8b@a100',
      'table:my times.csv',
    ),
    seed: whole(0),
  },
  optional,
);

const lengths = fc.constantFrom(
  '7',
  'uniform:10-29',
  'geometric:128',
  'exponential:128:cap=512',
  "empirical:it's.txt",
);

const described = fc.record(
  { promptTokens: lengths, outputTokens: lengths, requests: whole(2), warmup: fc.constantFrom(0, 1) },
  optional,
);

const arrivals = fc.oneof(
  fc.record({ arrivals: fc.constantFrom('constant:2', 'all-at-once', 'closed:8:think=500ms') }),
  fc.record(
    { arrivals: fc.constantFrom('poisson', 'gamma:cv=2', 'mmpp:2/1:3/4'), rate: several(rate) },
    optional,
  ),
);

const trace = fc
  .record({
    trace: fc.constantFrom('azure-conv', 'my trace.csv.gz'),
    slice: fc.record(
      { from: fc.constant('1m'), to: fc.constant('1h'), first: whole(1), skipFailed: fc.boolean() },
      optional,
    ),
    pace: fc.oneof(fc.record({ rate: several(rate) }), fc.record({ scale: rate }), fc.constant({})),
  })
  .map(({ trace, slice, pace }) => ({ trace, ...slice, ...pace }));

const targets = fc.oneof(
  fc.constant({}),
  fc.record({ slo: fc.constantFrom('e2e=2s', 'ttft=500ms,tpot=50ms') }),
  fc.record({ slo: fc.constant('e2e=2s'), sloAttainment: fc.constantFrom(0.9, 1) }),
);

/** Scenarios as someone may write them, none of which contradicts itself. */
export const writtenScenarios: fc.Arbitrary<WrittenScenario> = fc
  .tuple(
    both,
    fc.oneof(
      trace,
      fc.tuple(arrivals, described).map(([a, b]) => ({ ...a, ...b })),
    ),
    targets,
  )
  .map((parts) => Object.assign({}, ...parts) as WrittenScenario);
