import { allAtOnce, type Arrivals, closedLoop, constant, gamma, mmpp, poisson } from '../workload/index.js';
import { Arguments } from './arguments.js';
import { parseDuration } from './duration.js';
import { bare, type Form, parseForm } from './form.js';
import { parseNonNegative, parsePositive, parseWhole } from './numbers.js';
import type { Scenario } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** Arrivals as they are written: with a rate of their own, or waiting for one. */
export interface WrittenArrivals {
  /**
   * How they stand to a rate given beside them. `needed`: they name none. `scales`: they name rates, and are
   * stretched to it. `named`: they name theirs. `none`: they have no rate.
   */
  readonly rate: 'needed' | 'scales' | 'named' | 'none';
  /**
   * @param rate requests/s, where `rate` is `needed` or `scales`; null leaves the rates that are named
   * @throws WorkloadError for parameters out of range
   */
  build(rate: number | null): Arrivals;
}

const ARRIVAL_FORMS: Record<string, Form<WrittenArrivals>> = {
  constant: {
    example: 'constant:2',
    parse: (rest) => rated(Arguments.read(rest, ':', { example: 'constant:2', places: 1 }), constant),
  },
  poisson: {
    example: 'poisson:3',
    parse: (rest) => rated(Arguments.read(rest, ':', { example: 'poisson:3', places: 1 }), poisson),
  },
  gamma: {
    example: 'gamma:3:cv=2',
    parse: (rest) => {
      const read = Arguments.read(rest, ':', { example: 'gamma:3:cv=2', places: 1, names: ['cv'] });
      const cv = read.need('cv', (text) => parsePositive(text));
      return rated(read, (rate) => gamma(rate, cv));
    },
  },
  mmpp: {
    example: 'mmpp:1.5/0.1:0.1/0.1',
    parse: (rest) => {
      const read = Arguments.read(rest, ':', { example: 'mmpp:1.5/0.1:0.1/0.1', places: 2 });
      const process = mmpp(read.needAt(0, pair), read.needAt(1, pair));
      return { rate: 'scales', build: (rate) => (rate === null ? process : process.withRate(rate)) };
    },
  },
  'all-at-once': bare('all-at-once', () => ({ rate: 'none', build: allAtOnce })),
  closed: {
    example: 'closed:8:think=500ms',
    parse: (rest) => {
      const form = { places: 1, names: ['think'], flags: ['exponential'] };
      const read = Arguments.read(rest, ':', { example: 'closed:8:think=500ms', ...form });
      const users = closedLoop(
        read.needAt(0, (text) => parseWhole(text, 1)),
        {
          thinkMs: read.get('think', parseDuration) ?? 0,
          thinkTime: read.has('exponential') ? 'exponential' : 'fixed',
        },
      );
      return { rate: 'none', build: () => users };
    },
  },
};

/**
 * Reads arrivals: `constant:2`, `poisson:3`, `gamma:3:cv=2`, `mmpp:1.5/0.1:0.1/0.1`, `all-at-once` or
 * `closed:8:think=500ms[:exponential]`. Rates in requests per second; the first three may leave theirs out.
 * @throws ScenarioError or WorkloadError for anything else
 */
export function parseArrivals(text: string): WrittenArrivals {
  return parseForm('arrivals', text, ARRIVAL_FORMS);
}

/** The rate that a scenario asks for (requests/s), beside its arrivals or within them; null where there is none. */
export function rateOf({ rate, arrivals }: Pick<Scenario, 'rate' | 'arrivals'>): number | null {
  if (rate !== undefined) return rate;
  return arrivals === undefined ? null : parseArrivals(arrivals).build(null).rate;
}

function rated(read: Arguments, make: (rate: number) => Arrivals): WrittenArrivals {
  const named = read.at(0, (text) => parsePositive(text, 'a rate'));
  make(named ?? 1);
  return {
    rate: named === null ? 'needed' : 'named',
    build: (rate) => {
      const chosen = named ?? rate;
      if (chosen === null) throw new ScenarioError('expected a rate beside arrivals that name none');
      return make(chosen);
    },
  };
}

function pair(text: string): [number, number] {
  const parts = text.split('/');
  if (parts.length !== 2) {
    throw new ScenarioError(`expected two rates such as 1.5/0.1, got ${JSON.stringify(text)}`);
  }
  const [first, second] = parts as [string, string];
  return [parseNonNegative(first, 'a rate'), parseNonNegative(second, 'a rate')];
}
