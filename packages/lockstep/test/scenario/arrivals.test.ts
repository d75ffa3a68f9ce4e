import { parseArrivals, ScenarioError } from 'lockstep/scenario';
import { expect, test } from 'vitest';

test.each([
  ['constant:2', 'named', 'constant:2'],
  ['poisson:0.5', 'named', 'poisson:0.5'],
  ['gamma:3:cv=2', 'named', 'gamma:3:cv=2'],
  ['mmpp:1.5/0.1:0.1/0.2', 'scales', 'mmpp:1.5/0.1:0.1/0.2'],
  ['all-at-once', 'none', 'all-at-once'],
  ['closed:8:think=500ms', 'none', 'closed:8:think=500ms'],
  ['closed:8', 'none', 'closed:8:think=0ms'],
  ['closed:8:think=1s:exponential', 'none', 'closed:8:think=1000ms:exponential'],
])('%s', (text, rate, name) => {
  const written = parseArrivals(text);
  expect(written.rate).toBe(rate);
  expect(written.build(null).name).toBe(name);
});

test.each([
  ['constant', 'constant:3'],
  ['poisson', 'poisson:3'],
  ['gamma:cv=2', 'gamma:3:cv=2'],
])('%s takes its rate from beside it', (text, name) => {
  expect(parseArrivals(text).rate).toBe('needed');
  expect(parseArrivals(text).build(3).name).toBe(name);
  expect(() => parseArrivals(text).build(null)).toThrow('expected a rate beside arrivals that name none');
});

test('a rate beside mmpp stretches it, shape kept', () => {
  expect(parseArrivals('mmpp:3/1:0.1/0.1').build(4).name).toBe('mmpp:6/2:0.2/0.2');
});

test.each([
  [
    'poison:3',
    'expected arrivals (constant:2, poisson:3, gamma:3:cv=2, mmpp:1.5/0.1:0.1/0.1, all-at-once, ' +
      'closed:8:think=500ms), got "poison:3"; did you mean "poisson:3"?',
  ],
  ['constant:0', 'constant: expected a rate > 0, got "0"'],
  ['constant:2:3', 'constant: expected constant:2, got "3"'],
  ['gamma:3', 'gamma: expected gamma:3:cv=2'],
  ['gamma:3:cw=2', 'gamma: expected gamma:3:cv=2, got "cw=2"; did you mean "cv=2"?'],
  ['gamma:3:cv=2:cv=3', 'gamma: expected each name once, got cv twice'],
  ['gamma:3:cv=x', 'gamma: cv: expected a number > 0, got "x"'],
  ['mmpp:1:0.1/0.1', 'mmpp: expected two rates such as 1.5/0.1, got "1"'],
  ['closed:2.5', 'closed: expected a whole number ≥ 1, got "2.5"'],
  ['all-at-once:3', 'all-at-once: expected nothing after the name, got "3"'],
])('%s is refused', (text, message) => {
  expect(() => parseArrivals(text)).toThrow(new ScenarioError(message));
});
