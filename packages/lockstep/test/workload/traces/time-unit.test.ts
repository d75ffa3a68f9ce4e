import { parseTrace, TIME_UNITS, traceFormatOf, WorkloadError } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { SAMPLES } from './samples.js';

/** A row as Qwen-Bailian's and Mooncake's files share it, with what else a file has. */
const row = (timestamp: number, more: object = {}) =>
  JSON.stringify({ ...more, timestamp, input_length: 521, output_length: 132 });
const rows = (more: object, ...instants: number[]) => instants.map((at) => row(at, more)).join('\n');
const ASK = 'give its unit with --time-unit s or --time-unit ms (timeUnit in scenario files and in code)';

describe('rows that two formats share', () => {
  test('are seconds beside the ids of chats', () => {
    const trace = parseTrace(rows({ chat_id: 1, parent_chat_id: -1 }, 0, 61.114));
    expect(trace).toMatchObject({ format: 'qwen-bailian', unit: 's' });
    expect(trace.arrivedAt).toEqual(Float64Array.of(0, 61_114));
  });

  test('are milliseconds beside hash ids alone', () => {
    const trace = parseTrace(rows({ hash_ids: [1] }, 0, 61_114));
    expect(trace).toMatchObject({ format: 'mooncake', unit: 'ms' });
    expect(trace.arrivedAt).toEqual(Float64Array.of(0, 61_114));
  });

  test('have to be told apart by hand where their columns do not tell', () => {
    const text = rows({}, 0, 61.114);
    expect(() => parseTrace(text, { file: 't' })).toThrow(
      new WorkloadError(
        't: expected columns that tell the unit of timestamp, got timestamp,input_length,output_length, which are ' +
          "milliseconds in Mooncake's traces (with hash_ids) and seconds in Qwen-Bailian's (with chat_id and " +
          `parent_chat_id); ${ASK}`,
        undefined,
        'ERR_LOCKSTEP_TIME_UNIT',
      ),
    );
    expect(parseTrace(text, { timeUnit: 's' }).arrivedAt[1]).toBe(61_114);
    expect(parseTrace(text, { timeUnit: 'ms' }).arrivedAt[1]).toBe(61.114);
  });

  test('with one id of two are not taken for either', () => {
    for (const more of [
      { chat_id: 1, hash_ids: [1] },
      { parent_chat_id: 1, hash_ids: [1] },
      { chat_id: 1 },
    ]) {
      expect(traceFormatOf(rows(more, 0, 1))).toBe('without-unit');
    }
  });

  test('as CSV have to be told apart as well', () => {
    expect(() => parseTrace('timestamp,input_length,output_length\n0,1,1\n')).toThrow(/--time-unit s or/);
  });
});

test("an instant with a fraction is none of Mooncake's: its unit is asked for", () => {
  const text = rows({ hash_ids: [1] }, 0, 61.114);
  expect(() => parseTrace(text, { file: 't' })).toThrow(
    new WorkloadError(
      `t:2, column timestamp: expected a whole number of ms, as all mooncake traces have (otherwise ${ASK}), got 61.114`,
    ),
  );
  expect(parseTrace(text, { timeUnit: 's' }).arrivedAt[1]).toBe(61_114);
});

test.each([
  ['ms', 1500],
  ['s', 1_500_000],
  ['us', 1.5],
  ['ns', 0.0015],
] as const)('instants may be given as %s in every format that writes numbers', (timeUnit, second) => {
  expect(TIME_UNITS).toContain(timeUnit);
  const text = 'arrived_at,num_prefill_tokens,num_decode_tokens\n10,1,1\n1510,1,1\n';
  expect(parseTrace(text, { timeUnit })).toMatchObject({
    unit: timeUnit,
    arrivedAt: Float64Array.of(0, second),
  });
});

test('dates have no unit, and there are no other units', () => {
  expect(() => parseTrace(SAMPLES.azure, { file: 't', timeUnit: 's' })).toThrow(
    new WorkloadError('t: expected no --time-unit (timeUnit), as TIMESTAMP holds dates, got s'),
  );
  expect(() => parseTrace(SAMPLES.vidur, { timeUnit: 'min' as 's' })).toThrow(
    new WorkloadError('timeUnit: expected ms, s, us, ns, got "min"'),
  );
});
