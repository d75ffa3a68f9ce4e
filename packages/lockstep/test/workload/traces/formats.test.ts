import { parseTrace } from 'lockstep/workload';
import { expect, test } from 'vitest';

test('azure: 100 ns stay exact, a time zone of UTC and whole seconds are read', () => {
  const { arrivedAt } = parseTrace(
    'TIMESTAMP,ContextTokens,GeneratedTokens\n' +
      '2023-11-16 18:15:46.6805900,374,44\n' +
      '2023-11-16 18:15:50.9951691,396,109\n' +
      '2023-11-16T18:15:51+00:00,879,55\n' +
      '2024-11-16 18:15:51.5Z,879,55\n',
  );
  expect(arrivedAt).toEqual(Float64Array.of(0, 4314.5791, 4319.41, 366 * 86_400_000 + 4819.41));
});

test('burstgpt: files without session and elapsed time are read too', () => {
  const trace = parseTrace(
    'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n' +
      '5,ChatGPT,472,18,490,Conversation log\n' +
      '45,"GPT-4",1087,230,1317,"Conversation log"\n',
  );
  expect(trace).toMatchObject({ format: 'burstgpt', arrivedAt: Float64Array.of(0, 40_000) });
});

test('lockstep: the JSON lines of a run are read like its CSV, instants as they are', () => {
  const at = [0, 333.3333333333333, 666.6666666666666];
  const lines = at.map((arrivedAt, id) =>
    JSON.stringify({ id, batch: id === 1 ? null : 0, arrivedAt, promptTokens: 7, outputTokens: 10 + id }),
  );
  const trace = parseTrace(lines.join('\n'));
  expect(trace).toMatchObject({ format: 'lockstep', outputTokens: Int32Array.of(10, 11, 12) });
  expect(trace.arrivedAt).toEqual(Float64Array.from(at));
});
