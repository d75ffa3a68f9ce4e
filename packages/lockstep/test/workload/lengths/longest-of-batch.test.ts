import { randomStream } from 'lockstep/random';
import { cappedExponential, geometric, type LengthDistribution, lognormal, uniform } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';

/*
 * E[max] of the lengths of a batch of B, in closed form: sums over the distribution function to the power B, worked
 * out independently of this code. Slot utilization is E[L] / E[max]. For the lognormal, E[max] in units of the mean.
 */
const EXPECTED: readonly [LengthDistribution, unit: number, readonly [size: number, longest: number][]][] = [
  [
    uniform(1, 512),
    1,
    [
      [2, 341.8330078125],
      [8, 455.6098090312547],
      [32, 496.97964045944974],
    ],
  ],
  [
    geometric(128),
    1,
    [
      [2, 191.74901960784314],
      [8, 347.0250093297832],
      [32, 517.9554847960388],
    ],
  ],
  [
    lognormal(10_000, 0.5),
    10_000,
    [
      [1, 1],
      [4, 1.5391535892519568],
      [16, 2.131819273264991],
      [64, 2.771329242085891],
    ],
  ],
  [
    lognormal(10_000, 1),
    10_000,
    [
      [2, 1.443940824343022],
      [8, 2.6564990532063275],
      [32, 4.337580714783065],
    ],
  ],
  [
    lognormal(10_000, 2),
    10_000,
    [
      [1, 1],
      [4, 2.5405233998572894],
      [16, 5.492757385472581],
      [64, 10.54151677064111],
    ],
  ],
  [
    cappedExponential(128, 32),
    1,
    [
      [2, 20.96362347080936],
      [8, 28.48403954730712],
      [32, 31.31691791152441],
    ],
  ],
  [
    cappedExponential(128, 128),
    1,
    [
      [1, 53.675292233495284],
      [4, 93.0583706233792],
      [16, 116.54393351972764],
      [64, 125.15618939215216],
    ],
  ],
  [
    cappedExponential(128, 512),
    1,
    [
      [2, 175.15379646886691],
      [8, 300.78835429463777],
      [32, 407.3341858851696],
    ],
  ],
  [
    cappedExponential(128, 1536),
    1,
    [
      [1, 127.99027063927734],
      [4, 266.63244570828374],
      [16, 432.61268482114525],
      [64, 606.8038145189945],
    ],
  ],
];

describe.each(EXPECTED.map(([lengths, unit, sizes]) => ({ name: lengths.name, lengths, unit, sizes })))(
  'longest of a batch, $name',
  ({ lengths, unit, sizes }) => {
    test.each(sizes)('of %i', (size, expected) => {
      const random = randomStream(11, 'longest');
      const batches = 30_000;
      let sum = 0;
      let squares = 0;
      for (let batch = 0; batch < batches; batch++) {
        let longest = 0;
        for (let row = 0; row < size; row++) longest = Math.max(longest, lengths.draw(random) / unit);
        sum += longest;
        squares += longest * longest;
      }
      const mean = sum / batches;
      const error = Math.sqrt((squares / batches - mean * mean) / batches);
      // Within 1 %, or the run's own 99.9 % interval where that is wider.
      expect(Math.abs(mean - expected)).toBeLessThan(Math.max(0.01 * expected, 3.29 * error));
    });
  },
);

test.each([
  [32, 15.5594],
  [128, 53.675292233495284],
  [1536, 127.99027063927734],
])('the exact mean of an exponential of 128 capped at %i', (cap, mean) => {
  expect(cappedExponential(128, cap).mean).toBeCloseTo(mean, cap === 32 ? 4 : 9);
});

test('as an output, the capped exponential gains exactly its share of zeros', () => {
  const [plain, lifted] = [cappedExponential(2, 5), cappedExponential(2, 5).atLeastOne!()];
  const share = (1 - Math.exp(-0.25)) / (1 - Math.exp(-2.75));
  expect(lifted.mean! - plain.mean!).toBeCloseTo(share, 12);
});
