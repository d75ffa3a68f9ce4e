import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { randomStream } from 'lockstep/random';
import { parseTrace, scaleTraceToRate, sliceTrace, traceRate, traceWorkload } from 'lockstep/workload';
import { expect, test } from 'vitest';

const file = new URL('../../../../lockstep-cli/data/azure-conv.csv.gz', import.meta.url);
const trace = parseTrace(gunzipSync(readFileSync(file)).toString('utf8'), { file: 'azure-conv' });

const mean = (values: Iterable<number>) => {
  const all = Array.from(values);
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

// Statistics published for this trace.
test('the trace that ships has its published statistics', () => {
  const count = 19_366;
  expect(trace).toMatchObject({ format: 'azure', skipped: 0 });
  expect(trace.arrivedAt).toHaveLength(count);
  expect(traceRate(trace)).toBeCloseTo(5.53, 2);
  expect(trace.arrivedAt.at(-1)! / 1000).toBeCloseTo(3502, 0);
  expect(mean(trace.promptTokens)).toBeCloseTo(1154.7, 1);
  expect(mean(trace.outputTokens)).toBeCloseTo(211.1, 1);
  expect(trace.outputTokens.toSorted().at(Math.round(0.99 * count))).toBe(601);
  expect(Math.max(...trace.outputTokens)).toBe(1000);

  const gaps = trace.arrivedAt.subarray(1).map((at, i) => at - trace.arrivedAt[i]!);
  const gap = mean(gaps);
  expect(Math.sqrt(mean(gaps.map((g) => (g - gap) ** 2))) / gap).toBeCloseTo(1.094, 3);
});

test('it is sliced and brought to a rate', () => {
  const part = sliceTrace(trace, { fromMs: 600_000, toMs: 1_200_000 });
  expect(part.arrivedAt[0]).toBe(0);
  expect(part.arrivedAt.at(-1)).toBeLessThan(600_000);
  expect(traceRate(scaleTraceToRate(part, 0.5))).toBeCloseTo(0.5, 12);
});

test('its rows are drawn in pairs of prompt and output', () => {
  const pairs = new Set(Array.from(trace.promptTokens, (prompt, i) => `${prompt}/${trace.outputTokens[i]}`));
  const workload = traceWorkload(trace);
  const random = randomStream(1, 'rows');
  const into = { promptTokens: 0, outputTokens: 0 };
  let sum = 0;
  for (let i = 0; i < 20_000; i++) {
    workload.drawLengths(random, into);
    expect(pairs.has(`${into.promptTokens}/${into.outputTokens}`)).toBe(true);
    sum += into.outputTokens;
  }
  expect(Math.abs(sum / 20_000 - 211.1)).toBeLessThan(5);
});
