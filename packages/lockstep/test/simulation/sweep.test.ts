import fc from 'fast-check';
import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { axisOf } from 'lockstep/scenario';
import {
  bestPoint,
  coordinatesOf,
  mergeSweep,
  planSweep,
  simulate,
  type SweepPoint,
} from 'lockstep/simulation';
import { fixedBatchSizeInWords, recommendationInWords, sweepRemarkInWords } from 'lockstep/words';
import { fixed, generatedWorkload, poisson, uniform } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';

const TEMPLATE = simulate({
  maxBatchSize: 1,
  wait: gap(0),
  cost: mock(),
  workload: listed([[0], [9000]]),
}).summary;

interface Figures {
  size: number;
  capacity: number;
  p99: number;
  ci?: [number, number];
  stable?: boolean;
  rate?: number | null;
  wait?: string;
  attained?: number;
  goodput?: number;
  /** Share of the requests lost. */
  lost?: number;
}

/** A real summary with the figures that a sweep compares replaced. */
function point(figures: Figures): SweepPoint {
  const { size, capacity, p99, ci, stable = true, rate = null, wait = 'gap:100ms' } = figures;
  const slo = {
    e2eMs: 1000,
    attainment: 0.9,
    attained: figures.attained ?? 1,
    goodput: figures.goodput ?? 1,
  };
  const configuration = { batchSize: size, wait, rate, release: 'batch' } as const;
  return {
    ...TEMPLATE,
    coordinates: coordinatesOf(configuration),
    ...configuration,
    capacity: { requestsPerSecond: capacity, outputTokensPerSecond: capacity, executionCv: 0 },
    stable,
    lossShare: figures.lost ?? 0,
    throughput: { ...TEMPLATE.throughput, requestsPerSecond: (rate ?? 1) * (1 - (figures.lost ?? 0)) },
    e2eLatencyMs: { ...TEMPLATE.e2eLatencyMs, p99, p99Ci95: ci ?? null },
    slo: { ...slo, met: stable && slo.attained >= slo.attainment },
  };
}

/** The axes of points are the values that they have. */
function axesOf(points: readonly SweepPoint[]) {
  const values = (option: string) => [
    ...new Set(points.flatMap(({ coordinates }) => coordinates[option] ?? [])),
  ];
  return (['batchSize', 'wait', 'maxQueueSize', 'rate', 'seed'] as const).flatMap((option) =>
    values(option).length === 0 ? [] : [axisOf(option, values(option))],
  );
}

/** Merges points, which are looked at without their targets unless those are asked for. */
function merge(points: readonly SweepPoint[], { targets = false } = {}) {
  const judged = targets ? points : points.map(({ slo, ...point }) => point);
  return mergeSweep(axesOf(points), judged);
}

/** The recommendation of the first group, with its sentence. */
function recommended(points: readonly SweepPoint[]) {
  const result = merge(points, { targets: true });
  const [group] = result.groups;
  const { point } = group!.recommendation!;
  return { point, reason: recommendationInWords(result, group!, group!.recommendation!) };
}

const frontier = (points: SweepPoint[]) => merge(points).groups[0]!.frontier.map((i) => points[i]!.batchSize);

test('a plan runs through the first list fastest', () => {
  const plan = planSweep({ batchSize: [1, 2], wait: ['full', 'none'], rate: [3, null] });
  expect(plan.map(({ rate, wait, batchSize }) => `${rate} ${wait} ${batchSize}`)).toEqual([
    ...['3 full 1', '3 full 2', '3 none 1', '3 none 2'],
    ...['null full 1', 'null full 2', 'null none 1', 'null none 2'],
  ]);
  expect(planSweep({})).toEqual([{}]);
  expect(() => planSweep({ batchSize: [], wait: [1] })).toThrow(
    'sweep: expected at least one batchSize, got none',
  );
});

test('a plan of more than 10,000 points is refused, and what they come from is said', () => {
  const hundred = Array.from({ length: 101 }, (_, i) => i);
  expect(() => planSweep({ seed: hundred, maxQueueSize: hundred })).toThrow(
    'sweep: expected at most 10000 points, got 10201 (101 of seed × 101 of maxQueueSize)',
  );
});

describe('frontier', () => {
  test('keeps what no other point beats in capacity and p99, by rising capacity', () => {
    const points = [
      point({ size: 8, capacity: 8, p99: 400 }),
      point({ size: 2, capacity: 2, p99: 100 }),
      point({ size: 4, capacity: 4, p99: 90 }),
      point({ size: 16, capacity: 7, p99: 500 }),
    ];
    expect(frontier(points)).toEqual([4, 8]);
  });

  test('never ranks an unstable point, however good it looks', () => {
    const points = [
      point({ size: 1, capacity: 1, p99: 10, stable: false }),
      point({ size: 4, capacity: 4, p99: 90 }),
    ];
    expect(frontier(points)).toEqual([4]);
    expect(frontier([points[0]!])).toEqual([]);
  });

  test('differences inside the intervals are ties: more capacity then wins', () => {
    const points = [
      point({ size: 4, capacity: 4, p99: 90, ci: [80, 100] }),
      point({ size: 8, capacity: 8, p99: 95, ci: [85, 105] }),
    ];
    expect(frontier(points)).toEqual([8]);
  });

  test('of equal points the first one stays', () => {
    expect(
      frontier([point({ size: 4, capacity: 4, p99: 90 }), point({ size: 5, capacity: 4, p99: 90 })]),
    ).toEqual([4]);
  });
});

describe('knee', () => {
  test('is the frontier point farthest above the chord', () => {
    const points = [
      point({ size: 1, capacity: 1, p99: 100 }),
      point({ size: 2, capacity: 7, p99: 200 }),
      point({ size: 4, capacity: 9, p99: 500 }),
      point({ size: 8, capacity: 10, p99: 1000 }),
    ];
    expect(merge(points).groups[0]!.knee).toBe(1);
  });

  test('needs three points, one of them above the chord', () => {
    const line = [1, 2, 3].map((i) => point({ size: i, capacity: i, p99: i * 100 }));
    expect(merge(line).groups[0]!.knee).toBeNull();
    expect(merge(line.slice(1)).groups[0]!.knee).toBeNull();
  });
});

describe('recommendation', () => {
  test('is the lowest p99 among the points that meet the SLO, with the reason against its neighbors', () => {
    const result = recommended([
      point({ size: 2, capacity: 2, p99: 5000, stable: false, attained: 0.95 }),
      point({ size: 4, capacity: 4, p99: 900, attained: 0.95 }),
      point({ size: 8, capacity: 8, p99: 700, attained: 0.97 }),
      point({ size: 16, capacity: 9, p99: 800, attained: 0.85 }),
    ]);
    expect(result).toEqual({
      point: 2,
      reason:
        'batch size 8 with gap:100ms meets the SLO for 97 % of requests (asked: 90 %), with a p99 of 700 ms; ' +
        'batch size 4 has a p99 of 900 ms; batch size 16 meets the SLO for only 85 %',
    });
  });

  test('of those within 2 % the smallest batch', () => {
    const points = [
      point({ size: 2, capacity: 2, p99: 710, stable: false }),
      point({ size: 4, capacity: 4, p99: 710 }),
      point({ size: 8, capacity: 8, p99: 700 }),
    ];
    expect(recommended(points).point).toBe(1);
    expect(recommended(points).reason).toContain(
      'batch size 2 is unstable; batch size 8 has a p99 of 700 ms, within 2 %',
    );
  });

  test('none meets it: the nearest is named', () => {
    expect(
      recommended([
        point({ size: 2, capacity: 2, p99: 900, attained: 0.5 }),
        point({ size: 4, capacity: 4, p99: 900, attained: 0.7 }),
      ]),
    ).toEqual({
      point: null,
      reason:
        'No point meets the SLO for 90 % of requests; nearest is batch size 4 with gap:100ms with 70 %.',
    });
  });

  test('without an SLO there is none', () => {
    expect(merge([point({ size: 2, capacity: 2, p99: 900 })]).groups[0]!.recommendation).toBeNull();
  });
});

describe('one batch size under changing load', () => {
  const low = [
    point({ rate: 1, size: 2, capacity: 2, p99: 100 }),
    point({ rate: 1, size: 8, capacity: 8, p99: 150 }),
  ];
  const high = [
    point({ rate: 3, size: 2, capacity: 2, p99: 9000, stable: false }),
    point({ rate: 3, size: 8, capacity: 8, p99: 300 }),
  ];

  test('the best size at each rate, and the regret of keeping one', () => {
    const result = merge([...low, ...high]);
    expect(result.limitations.fixedBatchSize).toEqual({
      criterion: 'p99',
      bestByRate: [
        { rate: 1, point: 0, value: 100 },
        { rate: 3, point: 3, value: 300 },
      ],
      keep: { point: 1, regret: 0.5 },
    });
    expect(fixedBatchSizeInWords(result)).toBe(
      'Lowest p99, within 2 %: batch size 2 at 1/s (100 ms), batch size 8 at 3/s (300 ms); keeping 8 at all of these rates ' +
        'means at worst 50 % higher p99 than the best.',
    );
  });

  test('with an SLO, goodput decides', () => {
    const result = merge(
      [
        point({ rate: 1, size: 2, capacity: 2, p99: 100, goodput: 1 }),
        point({ rate: 1, size: 8, capacity: 8, p99: 150, goodput: 0.75 }),
        point({ rate: 3, size: 2, capacity: 2, p99: 9000, goodput: 1.5 }),
        point({ rate: 3, size: 8, capacity: 8, p99: 300, goodput: 3 }),
      ],
      { targets: true },
    ).limitations.fixedBatchSize;
    expect(result).toMatchObject({ criterion: 'goodput', keep: { point: 1, regret: 0.25 } });
  });

  test('of goodputs within 0.1 % of the highest, the smallest batch', () => {
    const points = [1, 3].flatMap((rate) => [
      point({ rate, size: 2, capacity: 2, p99: 100, goodput: rate * 0.9995 }),
      point({ rate, size: 8, capacity: 8, p99: 150, goodput: rate }),
    ]);
    const { bestByRate } = merge(points, { targets: true }).limitations.fixedBatchSize!;
    expect(bestByRate.map(({ point }) => points[point!]!.batchSize)).toEqual([2, 2]);
  });

  test('when every size is unstable at some rate, none can be kept', () => {
    const points = [low[0]!, point({ rate: 1, size: 8, capacity: 1, p99: 1, stable: false }), ...high];
    const result = merge(points);
    expect(result.limitations.fixedBatchSize!.keep).toBeNull();
    expect(fixedBatchSizeInWords(result)).toContain('no single one can be ranked at all of these rates.');
  });

  test('takes at least two rates', () => {
    expect(merge(low).limitations.fixedBatchSize).toBeNull();
    expect(fixedBatchSizeInWords(merge(low))).toBe('Only a sweep over at least two rates can tell.');
  });
});

describe('where requests are lost', () => {
  const few = { size: 2, capacity: 2, p99: 100, lost: 0.6 };
  const some = { size: 8, capacity: 8, p99: 900, lost: 0.1 };

  test('the p99 of those served does not win against more loss', () => {
    expect(frontier([point(few), point(some)])).toEqual([8]);
    // More capacity with more loss stays: neither beats the other.
    expect(frontier([point({ ...few, capacity: 9 }), point(some)])).toEqual([8, 2]);
    expect(bestPoint([point(few), point(some)]).batchSize).toBe(8);
  });

  test('of equal losses the lowest p99', () => {
    const equal = [point({ ...few, lost: 0.1 }), point(some)];
    expect(frontier(equal)).toEqual([2, 8]);
    expect(bestPoint(equal).batchSize).toBe(2);
  });

  test('with an SLO the share of the submitted requests that meet it decides', () => {
    const points = [
      point({ ...few, lost: 0.08, attained: 0.92 }),
      point({ ...some, lost: 0.02, attained: 0.97 }),
    ];
    expect(recommended(points)).toEqual({
      point: 1,
      reason:
        'batch size 8 with gap:100ms meets the SLO for 97 % of requests (asked: 90 %), with a p99 of 900 ms, with ' +
        '2 % of its requests lost; batch size 2 meets the SLO for 92 %',
    });
  });

  test('no knee of points that lose different shares: their latencies are of different requests', () => {
    const curve = [
      { size: 1, capacity: 1, p99: 100 },
      { size: 2, capacity: 7, p99: 200 },
      { size: 4, capacity: 9, p99: 500 },
    ];
    expect(merge(curve.map(point)).groups[0]!.knee).toBe(1);
    const losing = curve.map((each, i) => point({ ...each, lost: 0.1 * (i + 1) }));
    expect(merge(losing).groups[0]).toMatchObject({ frontier: [0, 1, 2], knee: null });
  });

  test('one batch size under changing load is judged by completed requests, with its p99 beside them', () => {
    const at = (rate: number) => [point({ ...few, rate }), point({ ...some, rate })];
    const result = merge([...at(1), ...at(3)]);
    expect(result.limitations.fixedBatchSize).toMatchObject({
      criterion: 'throughput',
      keep: { point: 1, regret: 0 },
    });
    expect(fixedBatchSizeInWords(result)).toBe(
      'Fewest requests lost, then lowest p99: batch size 8 at 1/s (0.9 completed/s, p99 900 ms, with 10 % of its ' +
        'requests lost), batch size 8 at 3/s (2.7 completed/s, p99 900 ms, with 10 % of its requests lost); keeping 8 ' +
        'at all of these rates means at worst 0 % fewer completed requests/s than the best.',
    );
  });

  test('simulated: nothing that is named best lost more than another', () => {
    fc.assert(
      fc.property(
        fc.record({
          rate: fc.integer({ min: 1, max: 20 }),
          maxQueueSize: fc.integer({ min: 8, max: 20 }),
          seed: fc.nat(1000),
          attainment: fc.constantFrom(undefined, 0.2, 0.6),
        }),
        ({ rate, maxQueueSize, seed, attainment }) => {
          const workload = generatedWorkload({
            arrivals: poisson(rate),
            outputTokens: uniform(10, 29),
            count: 150,
            seed,
          });
          const slo = attainment === undefined ? undefined : { e2eMs: 3000, attainment };
          const points = [1, 2, 4, 8].map((maxBatchSize): SweepPoint => {
            const options = { maxBatchSize, wait: gap(0), cost: mock(), workload, maxQueueSize };
            const { summary } = simulate({ ...options, ...(slo && { slo }) });
            const configuration = {
              batchSize: maxBatchSize,
              wait: 'gap:0ms',
              rate,
              release: 'batch',
            } as const;
            return { coordinates: coordinatesOf(configuration), ...configuration, ...summary };
          });
          const { frontier, recommendation } = mergeSweep(axesOf(points), points).groups[0]!;
          for (const i of frontier) {
            for (const other of points.filter(({ stable }) => stable !== false)) {
              const [a, b] = [points[i]!, other];
              const isBeaten =
                b.lossShare! < a.lossShare! && b.capacity!.requestsPerSecond > a.capacity!.requestsPerSecond;
              expect(isBeaten).toBe(false);
            }
          }
          if (recommendation === null || recommendation.point === null) return;
          const chosen = points[recommendation.point]!;
          const most = Math.max(...points.filter(({ slo }) => slo!.met).map(({ slo }) => slo!.attained!));
          if (points.some(({ slo, lossShare }) => slo!.met && lossShare! > 0)) {
            expect(chosen.slo!.attained!).toBeGreaterThanOrEqual(most * 0.999);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('remarks of a group', () => {
  const kinds = (points: SweepPoint[]) => merge(points).groups[0]!.remarks.map(({ kind }) => kind);
  const sentenceOf = (points: SweepPoint[], asked: string) => {
    const result = merge(points);
    const [group] = result.groups;
    return sweepRemarkInWords(
      result,
      group!,
      group!.remarks.find(({ kind }) => kind === asked)!,
    ).sentence;
  };
  const four = point({ size: 4, capacity: 4, p99: 900 });
  const two = point({ size: 2, capacity: 2, p99: 900, stable: false });

  test('every kind that applies, and no other', () => {
    expect(kinds([four])).toEqual(['frontier']);
    expect(kinds([two, four])).toEqual(['frontier', 'unstable']);
    expect(kinds([{ ...four, limitedByWaitRule: true }])).toEqual(['frontier', 'limited']);
    expect(kinds([{ ...four, batches: { ...four.batches, extrapolated: 3 } }])).toEqual([
      'frontier',
      'extrapolated',
    ]);
    expect(kinds([{ ...four, lossShare: 0.1 }])).toEqual(['frontier', 'lost']);
    const uneven = { windowMs: 60_000, peak: 2.15, shareAbove1: 0.03 };
    expect(kinds([{ ...four, offeredLoad: 0.06, loadPerWindow: uneven }])).toEqual(['frontier', 'peaks']);
  });

  test('that no point is stable is said of all or not at all', () => {
    const unbounded = {
      ...point({ size: Infinity, capacity: 1, p99: 900 }),
      capacity: null,
      stable: null,
    };
    expect(sentenceOf([two], 'unstable')).toMatch(/^No point is stable at this rate: /);
    expect(sentenceOf([two, unbounded], 'unstable')).toMatch(/^Batch size 2 with gap:100ms: /);
    const reason = (points: SweepPoint[]) => recommended(points).reason;
    expect(reason([two])).toBe('No point is stable, so none can meet the SLO.');
    const nothing = { ...four, e2eLatencyMs: { ...four.e2eLatencyMs, p99: null } };
    expect(reason([two, nothing])).toBe('No stable point completed a request, so none can meet the SLO.');
    expect(reason([two, point({ size: 4, capacity: 4, p99: 900, attained: 0.5 })])).toMatch(
      /^No stable point meets the SLO for 90 % of requests; nearest is batch size 4/,
    );
  });

  test('a rate at which nothing can be ranked is named, and an unbounded batch is not called Infinity', () => {
    const low = [point({ rate: 1, size: 2, capacity: 2, p99: 100 })];
    const middle = [point({ rate: 2, size: 2, capacity: 2, p99: 110 })];
    const high = [point({ rate: 9, size: 2, capacity: 2, p99: 9000, stable: false })];
    expect(fixedBatchSizeInWords(merge([...low, ...middle, ...high]))).toBe(
      'Lowest p99, within 2 %: batch size 2 at 1/s (100 ms), batch size 2 at 2/s (110 ms); at 9/s each is unstable or ' +
        'completed no request; keeping 2 at all other rates means at worst 0 % higher p99 than the best.',
    );
    const unbounded = [1, 2].map((rate) => point({ rate, size: Infinity, capacity: 2, p99: 100 }));
    expect(fixedBatchSizeInWords(merge(unbounded))).not.toContain('Infinity');
  });
});

describe('other axes than batch size, wait rule and rate', () => {
  const limited = (maxQueueSize: number | 'inf', figures: Figures) => {
    const made = point(figures);
    return { ...made, coordinates: { ...made.coordinates, maxQueueSize } };
  };

  test('a choice is compared, and named beside the others', () => {
    const points = [
      limited(4, { size: 8, capacity: 8, p99: 300, lost: 0.2, attained: 0.8 }),
      limited(16, { size: 8, capacity: 8, p99: 700, attained: 0.97 }),
      limited('inf', { size: 8, capacity: 8, p99: 900, attained: 0.95 }),
    ];
    expect(merge(points).groups).toHaveLength(1);
    expect(recommended(points)).toEqual({
      point: 1,
      reason:
        'batch size 8 with gap:100ms, queue limit 16 meets the SLO for 97 % of requests (asked: 90 %), with a p99 of 700 ms; ' +
        'queue limit 4 meets the SLO for only 80 %; queue limit inf has a p99 of 900 ms',
    });
  });

  test('a choice without an order has no neighbors', () => {
    const points = ['none', 'full'].map((wait, i) =>
      point({ size: 8, capacity: 8, p99: 300 + i * 400, wait }),
    );
    expect(merge(points, { targets: true }).groups[0]!.recommendation).toEqual({ point: 0, neighbors: [] });
  });

  test('a condition makes groups, each compared by itself, and no fixed batch size is told of two at once', () => {
    const seeded = (seed: number, figures: Figures) => {
      const made = point(figures);
      return { ...made, coordinates: { ...made.coordinates, seed } };
    };
    const points = [1, 2].flatMap((seed) =>
      [1, 3].flatMap((rate) => [
        seeded(seed, { rate, size: 2, capacity: 2, p99: 100 * seed }),
        seeded(seed, { rate, size: 8, capacity: 8, p99: 300 / seed }),
      ]),
    );
    const result = merge(points);
    expect(result.groups.map(({ conditions, points: members }) => [conditions, members])).toEqual([
      [{ rate: 1, seed: 1 }, [0, 1]],
      [{ rate: 3, seed: 1 }, [2, 3]],
      [{ rate: 1, seed: 2 }, [4, 5]],
      [{ rate: 3, seed: 2 }, [6, 7]],
    ]);
    expect(result.groups.map(({ frontier }) => frontier)).toEqual([[0, 1], [2, 3], [5], [7]]);
    expect(result.limitations.fixedBatchSize).toBeNull();
    expect(fixedBatchSizeInWords(result)).toBe(
      'Not compared: besides the rate, this sweep varies seed; a sweep over rates alone can tell.',
    );
  });

  test('which options are choices, and which values are quantities', () => {
    const kindOf = (option: Parameters<typeof axisOf>[0], values: (string | number | boolean)[]) => {
      const { role, amounts } = axisOf(option, values);
      return [role, amounts];
    };
    expect(kindOf('maxQueueSize', [16, 'inf'])).toEqual(['choice', [16, Infinity]]);
    expect(kindOf('requestTimeout', ['500ms', '2s'])).toEqual(['choice', [500, 2000]]);
    expect(kindOf('wait', ['oldest:50ms', 'oldest:1s'])).toEqual(['choice', [50, 1000]]);
    expect(kindOf('wait', ['oldest:50ms', 'gap:50ms'])).toEqual(['choice', null]);
    expect(kindOf('wait', ['oldest:50ms', 'full'])).toEqual(['choice', null]);
    expect(kindOf('release', ['token', 'batch'])).toEqual(['choice', null]);
    expect(kindOf('cost', ['mock', 'mock:20ms'])).toEqual(['condition', null]);
    expect(kindOf('promptTokens', ['128', '256'])).toEqual(['condition', [128, 256]]);
    expect(kindOf('outputTokens', ['128', 'uniform:1-9'])).toEqual(['condition', null]);
    expect(kindOf('seed', [2, 1])).toEqual(['condition', [2, 1]]);
    expect(kindOf('slo', ['e2e=1s', 'e2e=2s'])).toEqual(['condition', null]);
  });
});

test('the study at 3/s: sizes 1 and 2 are unstable, 8 beats 4, and beyond 8 nothing changes', () => {
  const workload = generatedWorkload({
    arrivals: poisson(3),
    promptTokens: fixed(1),
    outputTokens: uniform(10, 29),
    count: 30_000,
    seed: 1,
  });
  const points = [1, 2, 4, 8, 16].map((batchSize): SweepPoint => {
    const { summary } = simulate({ maxBatchSize: batchSize, wait: gap(100), cost: mock(), workload });
    const configuration = { batchSize, wait: 'gap:100ms', rate: 3, release: 'batch' } as const;
    return { coordinates: coordinatesOf(configuration), ...configuration, ...summary };
  });
  expect(points.map((p) => p.stable)).toEqual([false, false, true, true, true]);
  expect(points.map((p) => p.limitedByWaitRule)).toEqual([false, false, false, false, true]);
  const [, , four, eight, sixteen] = points.map((p) => p.e2eLatencyMs);
  for (const percentile of ['p50', 'p90', 'p95', 'p99'] as const) {
    expect(eight![percentile]).toBeLessThan(four![percentile]!);
    expect(sixteen![percentile]! / eight![percentile]!).toBeCloseTo(1, 1);
  }
});
