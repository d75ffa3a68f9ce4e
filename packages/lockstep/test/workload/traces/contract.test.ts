import { DecisionLog } from 'lockstep/core';
import {
  parseTrace,
  TRACE_FORMAT_NAMES,
  traceFormatOf,
  traceWorkload,
  WorkloadError,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { GIVEN_UNITS, SAMPLES } from './samples.js';

/** What each format says of its instants. */
const UNITS: Record<string, string> = {
  azure: 'dates',
  burstgpt: 's',
  lockstep: 'ms',
  mooncake: 'ms',
  'qwen-bailian': 's',
  splitwise: 's',
  vidur: 's',
};

describe.each(TRACE_FORMAT_NAMES)('%s', (format) => {
  const sample = SAMPLES[format];
  const file = `${format}.txt`;
  const timeUnit = GIVEN_UNITS[format];
  const unit = { ...UNITS, ...GIVEN_UNITS }[format];

  const read = (text: string) => parseTrace(text, { file, timeUnit });

  test('is recognized and read', () => {
    expect(read(sample)).toEqual({
      file,
      format,
      unit,
      skipped: 0,
      arrivedAt: Float64Array.of(0, 1500, 4000),
      promptTokens: Int32Array.of(374, 0, 879),
      outputTokens: Int32Array.of(44, 109, 1),
    });
  });

  test('is told from its first line', () => {
    const [first] = sample.split('\n');
    expect(traceFormatOf(sample)).toBe(format);
    expect(traceFormatOf(`\uFEFF${first}`)).toBe(format);
    for (const other of ['', 'a,b\n1,2', '{"a":', 'batchSize: 8']) expect(traceFormatOf(other)).toBeNull();
  });

  test('reads the same with either line end, a byte order mark, and blank lines at the end', () => {
    const unix = sample.replaceAll('\r\n', '\n').trimEnd();
    const expected = read(sample);
    for (const text of [unix, `${unix}\n`, `${unix}\n\n`, `\uFEFF${unix.replaceAll('\n', '\r\n')}\r\n`]) {
      expect(read(text)).toEqual(expected);
    }
  });

  test('a blank line inside is an error that names its line', () => {
    const lines = sample.trimEnd().split(/\r?\n/);
    lines.splice(2, 0, '');
    expect(() => read(lines.join('\n'))).toThrow(/:3: expected .*, got a blank line$/);
  });

  test('rows out of order are an error that names the line, never sorted silently', () => {
    const lines = sample.trimEnd().split(/\r?\n/);
    lines.push(lines.at(-2)!);
    expect(() => read(lines.join('\n'))).toThrow(
      new RegExp(`^${file}:${lines.length}, column .*: expected an instant not before that of the row above`),
    );
  });

  test('a request without output is an error, or left out and counted', () => {
    const failed = sample.replaceAll(/\b109\b/g, '0');
    expect(() => read(failed)).toThrow(/expected at least 1 output token .*, got "?0"?$/);
    const trace = parseTrace(failed, { file, timeUnit, skipFailed: true });
    expect(trace.skipped).toBe(1);
    expect(trace.arrivedAt).toEqual(Float64Array.of(0, 4000));
    expect(trace.outputTokens).toEqual(Int32Array.of(44, 1));
  });

  test('is replayed as a workload', () => {
    const workload = traceWorkload(read(sample));
    expect(workload).toMatchObject({ count: 3, kind: 'open' });
    const log = new DecisionLog();
    for (const source = workload.open(); !source.exhausted;) source.take(log);
    expect(log.requests.arrivedAt.subarray(0, 3)).toEqual(Float64Array.of(0, 1500, 4000));
    expect(log.requests.outputTokens.subarray(0, 3)).toEqual(Int32Array.of(44, 109, 1));
  });
});

test('no format is mistaken for another', () => {
  expect(Object.keys(SAMPLES)).toEqual(TRACE_FORMAT_NAMES);
  for (const [format, sample] of Object.entries(SAMPLES)) expect(traceFormatOf(sample)).toBe(format);
});

test('unknown columns are an error that lists the known formats', () => {
  expect(() => parseTrace('time,in,out\n1,2,3\n', { file: 'mine.csv' })).toThrow(
    new WorkloadError(
      'mine.csv:1: expected the columns of a known trace format, got time,in,out; known are\n' +
        '  azure: TIMESTAMP,ContextTokens,GeneratedTokens\n' +
        '  burstgpt: Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n' +
        '  lockstep: id,batch,arrivedAt,promptTokens,outputTokens\n' +
        '  mooncake: timestamp,input_length,output_length,hash_ids\n' +
        '  qwen-bailian: chat_id,parent_chat_id,timestamp,input_length,output_length\n' +
        '  splitwise: arrival_timestamp,batch_size,prompt_size,token_size\n' +
        '  vidur: arrived_at,num_prefill_tokens,num_decode_tokens\n' +
        '  without-unit: timestamp,input_length,output_length',
    ),
  );
});
