import { intervalInWords, inWords, lossesInWords, percent, significant } from 'lockstep/metrics';
import { expect, test } from 'vitest';

test.each([
  [null, '–'],
  [0, '0 ms'],
  [12.345, '12.3 ms'],
  [999, '999 ms'],
  [1240, '1.24 s'],
  [119_000, '119 s'],
  [150_000, '2.5 min'],
])('%s ms is %s', (ms, words) => expect(inWords(ms)).toBe(words));

test.each([
  [null, '–'],
  [0, '0 %'],
  [0.0004, '<0.1 %'],
  [0.024, '2.4 %'],
  [0.37, '37 %'],
  [0.996, '99.6 %'],
  [0.9996, '>99.9 %'],
  [1, '100 %'],
  [1.5, '150 %'],
])('a share of %s is %s', (share, words) => expect(percent(share)).toBe(words));

test.each([
  [100, [95, 105], '±5.0 %'],
  [100, [99.9, 100.1], '±0.10 %'],
  [100, [-100, 300], '±200 %'],
  [-100, [-105, -95], '±5.0 %'],
  [100, [100, 100], '±0.0 %'],
  [4830, [4500, 5600], '4.5 s to 5.6 s'],
  [775, [775, 795], '775 ms to 795 ms'],
  [100, [94.9, 105], '±5.0 %'],
  [100, [94, 105], '94 ms to 105 ms'],
  [2506, [2499, 2511], '±0.24 %'],
  [0, [0, 12], '0 ms to 12 ms'],
  [0, [0, 0], ''],
  [100, null, ''],
  [null, [1, 2], ''],
] as const)('the interval of %s, %j, is %s', (value, interval, words) =>
  expect(intervalInWords(value, interval, inWords)).toBe(words),
);

test('three digits say enough', () => {
  expect([0.01234, 1.2345, 12_345].map(significant)).toEqual(['0.0123', '1.23', '12,300']);
});

test('those without an answer are named where there are any', () => {
  const requests = { submitted: 9, completed: 9, rejected: 0, cancelled: 0, expired: 0, failed: 0 };
  expect(lossesInWords(requests)).toEqual([]);
  expect(lossesInWords({ ...requests, rejected: 1, cancelled: 2, expired: 3000, failed: 4 })).toEqual([
    '1 rejected',
    '2 cancelled',
    '3,000 expired',
    '4 failed',
  ]);
});
