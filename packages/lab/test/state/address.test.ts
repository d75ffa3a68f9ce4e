import fc from 'fast-check';
import { readScenario, type WrittenScenario } from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { fromAddress, toAddress } from '../../src/state/address.js';
import type { AddressedView } from '../../src/state/addressed-view.js';
import { anyCharacter, visibleCharacter } from '../../../lockstep/test/support/any-character.js';

const NO_VIEW: AddressedView = { rows: 'request', stretch: null, request: null, scene: null };

const described = fc.record(
  {
    batchSize: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constant('inf')),
    wait: fc.constantFrom('none', 'full', 'oldest:100ms', 'gap:1.5s', 'atleast:4'),
    maxQueueSize: fc.oneof(fc.integer({ min: 1 }), fc.constant('inf')),
    requestTimeout: fc.constantFrom('5s', '100ms'),
    release: fc.constantFrom('token', 'request', 'batch'),
    cost: fc.oneof(
      fc.constantFrom('mock', 'affine:prefill=5ms', 'roofline:my model.json'),
      fc.constant('table:ä&b=%#.csv'),
    ),
    requests: fc.integer({ min: 101, max: 1e6 }),
    seed: fc.integer({ min: 0 }),
    warmup: fc.integer({ min: 0, max: 100 }),
    slo: fc.constantFrom('e2e=2s', 'ttft=1s,tpot=50ms'),
    rate: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    outputTokens: fc.constantFrom('128', 'lognormal:200:cv=1'),
  },
  { requiredKeys: [] },
);
const replayed = fc
  .tuple(
    fc.record({ trace: fc.string({ minLength: 1, unit: visibleCharacter }) }),
    fc.record(
      { rate: fc.constantFrom(3, 0.5), first: fc.integer({ min: 1, max: 100 }), from: fc.constant('10s') },
      { requiredKeys: [] },
    ),
  )
  .map(([trace, rest]): WrittenScenario => ({ ...trace, ...rest }));
const scenario = fc.oneof(described as fc.Arbitrary<WrittenScenario>, replayed).map(readScenario);
const instant = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((at) => at + 0);
const view: fc.Arbitrary<AddressedView> = fc.record({
  rows: fc.constantFrom('request', 'slot'),
  stretch: fc.option(
    fc
      .tuple(instant, instant)
      .filter(([a, b]) => a < b)
      .map(([from, to]) => ({ from, to })),
  ),
  request: fc.option(fc.nat({ max: 1e8 })),
  scene: fc.option(fc.integer({ min: 1, max: 5 })),
});

test('every state comes back from its address', () => {
  fc.assert(
    fc.property(scenario, fc.option(scenario), view, (shown, pinned, look) => {
      const address = toAddress(shown, pinned, look);
      const state = fromAddress(`#${address}`);
      expect(state.problem).toBeNull();
      expect(readScenario(state.scenario)).toEqual(shown);
      expect(state.pinned && readScenario(state.pinned)).toEqual(pinned);
      expect(state.view).toEqual(look);
      expect(address).toMatch(/^[\x21-\x7e]*$/);
    }),
  );
});

test('is empty at first, and names options as the command line does', () => {
  expect(toAddress(readScenario({}), null, NO_VIEW)).toBe('');
  const shown = readScenario({ batchSize: 16, wait: 'gap:100ms', slo: 'e2e=2s', maxQueueSize: 50 });
  expect(toAddress(shown, readScenario({ batchSize: 4 }), { ...NO_VIEW, rows: 'slot', scene: 2 })).toBe(
    'batch-size=16&wait=gap:100ms&max-queue-size=50&slo=e2e=2s&pinned.batch-size=4&rows=slot&scene=2',
  );
  expect(toAddress(readScenario({}), readScenario({}), NO_VIEW)).toBe('pinned');
});

describe('what is wrong is named and left out, the rest holds', () => {
  test.each([
    ['batchsize=9&wait=none', 'unknown option batchsize; did you mean "batch-size"?', { wait: 'none' }],
    ['batch-size=0&wait=none', '--batch-size: expected a whole number ≥ 1 or inf, got "0"', { wait: 'none' }],
    ['batch-size=4,8&wait=none', '--batch-size: expected', { wait: 'none' }],
    ['batch-size=4&batch-size=8', '--batch-size: expected once, got twice', { batchSize: '4' }],
    ['first=5&wait=none', '--first: works on a trace, and there is no --trace', { wait: 'none' }],
    ['trace=a.csv&requests=5', '--requests: contradicts --trace', { trace: 'a.csv' }],
    ['requests=99999999&wait=none', '--requests: expected at most 5,000,000 requests', { wait: 'none' }],
    ['warmup=50&requests=20', '--warmup: expected fewer than the 20 requests', { requests: '20' }],
    ['wait=%E0%A4&rate=5', 'expected text with % only before two hexadecimal digits', { rate: '5' }],
    ['__proto__=1&rate=5', 'unknown option __proto__', { rate: '5' }],
    ['constructor=1&rate=5', 'unknown option constructor', { rate: '5' }],
    ['scene=9&rate=5', 'scene: expected a whole number from 1 to 5, got "9"', { rate: '5' }],
    ['stretch=9..1&rate=5', 'stretch: expected two instants', { rate: '5' }],
    ['request=-1&rate=5', 'request: expected a whole number ≥ 0', { rate: '5' }],
    ['rows=batch&rate=5', 'rows: expected request or slot', { rate: '5' }],
  ])('%s', (hash, problem, rest) => {
    const state = fromAddress(`#${hash}`);
    expect(state.problem).toContain(`Of this address something is wrong and left out: ${problem}`);
    expect(state.scenario).toEqual(rest);
  });

  test('whatever stands there gives a scenario that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (hash) => {
        const state = fromAddress(hash);
        expect(() => readScenario(state.scenario)).not.toThrow();
      }),
    );
    const part = fc.constantFrom(
      'batch-size=1,2',
      'rate=3',
      'arrivals=closed:4',
      'trace=a',
      'scale=2',
      'scale=0',
      'pinned.rate=2',
      'pinned.trace=b',
      'from=5s',
      'to=1s',
      'slo-attainment=0.9',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const state = fromAddress(parts.join('&'));
        expect(() => readScenario(state.scenario)).not.toThrow();
        if (state.pinned !== null) readScenario(state.pinned);
      }),
    );
  });
});
