import fc from 'fast-check';
import { DecisionLog, ProtocolError } from 'lockstep/core';
import { randomStream } from 'lockstep/random';
import {
  allAtOnce,
  type Arrivals,
  cappedExponential,
  closedLoop,
  constant,
  fixed,
  gamma,
  generatedWorkload,
  geometric,
  type LengthDistribution,
  lognormal,
  poisson,
  uniform,
  type Workload,
  WorkloadError,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';

function columns(workload: Workload) {
  const log = new DecisionLog();
  const source = workload.open();
  while (!source.exhausted) source.take(log);
  const upTo = log.requestCount;
  return {
    arrivedAt: Array.from(log.requests.arrivedAt.subarray(0, upTo)),
    promptTokens: Array.from(log.requests.promptTokens.subarray(0, upTo)),
    outputTokens: Array.from(log.requests.outputTokens.subarray(0, upTo)),
  };
}

describe('streams', () => {
  const open = fc.constantFrom<Arrivals>(constant(2), poisson(3), gamma(1, 2), allAtOnce());
  const lengths = fc.constantFrom<LengthDistribution>(
    fixed(7),
    uniform(1, 1000),
    lognormal(50, 1),
    geometric(20),
    cappedExponential(9, 30),
  );

  test('changing one part never changes the draws of another', () => {
    fc.assert(
      fc.property(
        open,
        open,
        fc.tuple(lengths, lengths, lengths, lengths),
        fc.maxSafeInteger(),
        (arrivals, otherArrivals, [promptTokens, otherPrompts, outputTokens, otherOutputs], seed) => {
          const parts = { arrivals, promptTokens, outputTokens, count: 20, seed };
          const own = columns(generatedWorkload(parts));
          const change = (part: object) => columns(generatedWorkload({ ...parts, ...part }));
          expect({ ...change({ arrivals: otherArrivals }), arrivedAt: own.arrivedAt }).toEqual(own);
          expect({ ...change({ promptTokens: otherPrompts }), promptTokens: own.promptTokens }).toEqual(own);
          expect({ ...change({ outputTokens: otherOutputs }), outputTokens: own.outputTokens }).toEqual(own);
        },
      ),
    );
  });

  test('a longer workload begins with the shorter one', () => {
    const parts = { arrivals: gamma(3, 2), promptTokens: lognormal(50, 1), outputTokens: geometric(9) };
    const long = columns(generatedWorkload({ ...parts, count: 500 }));
    const short = columns(generatedWorkload({ ...parts, count: 100 }));
    expect(short.arrivedAt).toEqual(long.arrivedAt.slice(0, 100));
    expect(short.promptTokens).toEqual(long.promptTokens.slice(0, 100));
    expect(short.outputTokens).toEqual(long.outputTokens.slice(0, 100));
  });

  test('another seed draws another workload', () => {
    const parts = { arrivals: poisson(3), outputTokens: uniform(1, 1_000_000), count: 10 };
    const [first, second] = [1, 2].map((seed) => columns(generatedWorkload({ ...parts, seed })));
    expect(first!.arrivedAt[5]).not.toBe(second!.arrivedAt[5]);
    expect(first!.outputTokens).not.toEqual(second!.outputTokens);
  });

  test('arrivals, prompts and outputs are not correlated', () => {
    const lengths = uniform(1, 1_000_000);
    const { promptTokens, outputTokens } = columns(
      generatedWorkload({
        arrivals: poisson(3),
        promptTokens: lengths,
        outputTokens: lengths,
        count: 20_000,
      }),
    );
    const centred = (column: number[]) => column.map((n) => n / 1_000_000 - 0.5);
    const [x, y] = [centred(promptTokens), centred(outputTokens)];
    const covariance = x.reduce((sum, value, i) => sum + value * y[i]!, 0) / x.length;
    expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(x.length));
  });
});

test('several passes at once do not disturb one another', () => {
  const workload = generatedWorkload({ arrivals: constant(1), outputTokens: fixed(1), count: 3 });
  const [first, second] = [workload.open(), workload.open()];
  first.take(new DecisionLog());
  first.take(new DecisionLog());
  expect(first.nextAt).toBe(2000);
  expect(second.nextAt).toBe(0);
});

test('tells its kind, its users, and one token as the default prompt', () => {
  const parts = { outputTokens: fixed(4), count: 2 };
  expect(generatedWorkload({ ...parts, arrivals: poisson(1) })).toMatchObject({ kind: 'open', count: 2 });
  expect(generatedWorkload({ ...parts, arrivals: allAtOnce() }).kind).toBe('burst');
  expect(generatedWorkload({ ...parts, arrivals: closedLoop(7) })).toMatchObject({
    kind: 'closed',
    users: 7,
  });
  const into = { promptTokens: 0, outputTokens: 0 };
  generatedWorkload({ ...parts, arrivals: poisson(1) }).drawLengths(randomStream(1, 'test'), into);
  expect(into).toEqual({ promptTokens: 1, outputTokens: 4 });
});

test('outputs have at least one token: a rounded zero becomes one, any other is refused', () => {
  const parts = { arrivals: allAtOnce(), count: 500 };
  const { outputTokens } = columns(generatedWorkload({ ...parts, outputTokens: cappedExponential(1, 4) }));
  expect(Math.min(...outputTokens)).toBe(1);
  const { promptTokens } = columns(
    generatedWorkload({ ...parts, promptTokens: cappedExponential(1, 4), outputTokens: fixed(1) }),
  );
  expect(Math.min(...promptTokens)).toBe(0);
  expect(() => generatedWorkload({ ...parts, outputTokens: uniform(0, 9) })).toThrow(
    new WorkloadError('output tokens: expected at least 1 token each, but uniform:0-9 can give 0'),
  );
});

test.each([
  [{ count: 0 }, 'requests: expected a whole number ≥ 1, got 0'],
  [{ count: 2.5 }, 'requests: expected a whole number ≥ 1, got 2.5'],
  [{ seed: 0.5 }, 'seed: expected an integer of at most 53 bits, got 0.5'],
])('%o is refused', (part, message) => {
  const parts = { arrivals: poisson(1), outputTokens: fixed(1), count: 10 };
  expect(() => generatedWorkload({ ...parts, ...part })).toThrow(new WorkloadError(message));
});

test('arrivals so rare that the clock cannot hold them are refused, not left out', () => {
  const workload = generatedWorkload({ arrivals: poisson(1e-306), outputTokens: fixed(1), count: 1000 });
  expect(() => workload.open()).toThrow(
    new WorkloadError('poisson:1e-306: expected 1000 arrivals at finite instants, got too large gaps'),
  );
});

test('taking from a workload that has ended is a mistake of the driver', () => {
  const source = generatedWorkload({ arrivals: poisson(1), outputTokens: fixed(1), count: 1 }).open();
  source.take(new DecisionLog());
  expect(() => source.take(new DecisionLog())).toThrow(
    new ProtocolError('a request was taken from a workload that had ended'),
  );
});
