import fc from 'fast-check';
import { DecisionLog, ProtocolError } from 'lockstep/core';
import { randomStream } from 'lockstep/random';
import { closedLoop, generatedWorkload, uniform } from 'lockstep/workload';
import { expect, test } from 'vitest';

function opened(users: number, thinkMs: number, count = 100) {
  const workload = generatedWorkload({
    arrivals: closedLoop(users, { thinkMs }),
    promptTokens: uniform(0, 1_000_000),
    outputTokens: uniform(1, 1_000_000),
    count,
    seed: 3,
  });
  return { source: workload.open(), log: new DecisionLog() };
}

test('all users ask at 0, and again a think time after their answer', () => {
  const { source, log } = opened(2, 500);
  expect(source.nextAt).toBe(0);
  const first = source.take(log);
  const second = source.take(log);
  expect(source.nextAt).toBe(Infinity);
  expect(source.exhausted).toBe(false);
  source.left!(second, 100, 'completed');
  expect(source.nextAt).toBe(600);
  source.left!(first, 150, 'cancelled');
  expect(source.nextAt).toBe(600);
  source.take(log);
  expect(source.nextAt).toBe(650);
});

test('a rejected user comes back after the think time, but no sooner than 1 ms', () => {
  const eager = opened(1, 0);
  eager.source.left!(eager.source.take(eager.log), 0, 'rejected');
  expect(eager.source.nextAt).toBe(1);
  eager.source.left!(eager.source.take(eager.log), 7, 'completed');
  expect(eager.source.nextAt).toBe(7);
  const patient = opened(1, 20);
  patient.source.left!(patient.source.take(patient.log), 0, 'rejected');
  expect(patient.source.nextAt).toBe(20);
});

test('with more users than requests, only as many ask', () => {
  const { source, log } = opened(10, 0, 3);
  for (let i = 0; i < 3; i++) source.take(log);
  expect(source.exhausted).toBe(true);
  source.left!(0, 5, 'completed');
  expect(source.nextAt).toBe(Infinity);
});

test('an answer that no user waits for is a mistake of the driver', () => {
  const { source, log } = opened(2, 0);
  expect(() => source.left!(0, 0, 'completed')).toThrow(
    new ProtocolError('request 0 left, but no user waits for it'),
  );
  source.left!(source.take(log), 0, 'completed');
  expect(() => source.left!(0, 0, 'completed')).toThrow(ProtocolError);
});

test("a user's k-th request and the think time after it are the same whatever the scheduler does", () => {
  const users = 4;
  const seed = 8;
  const arrivals = closedLoop(users, { thinkMs: 30, thinkTime: 'exponential' });
  // So wide that a length tells whose request it is.
  const lengths = uniform(1, 2_000_000_000);
  const workload = generatedWorkload({
    arrivals,
    promptTokens: lengths,
    outputTokens: lengths,
    count: 60,
    seed,
  });
  const answerTimes = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(
    fc.property(answerTimes, (answerMs) => {
      const log = new DecisionLog();
      const source = workload.open();
      const streams = Array.from({ length: users }, (_, user) => ({
        prompts: randomStream(seed, 'prompt tokens', user),
        outputs: randomStream(seed, 'output tokens', user),
        thinkTimes: randomStream(seed, 'think time', user),
      }));
      const expected = streams.map(({ prompts, outputs }) => ({
        prompt: lengths.draw(prompts),
        output: lengths.draw(outputs),
        at: 0,
      }));
      const answers: { request: number; user: number; at: number }[] = [];
      while (!source.exhausted || answers.length > 0) {
        answers.sort((a, b) => a.at - b.at);
        const answer = answers[0];
        if (answer !== undefined && answer.at <= source.nextAt) {
          answers.shift();
          source.left!(answer.request, answer.at, 'completed');
          const { prompts, outputs, thinkTimes } = streams[answer.user]!;
          expected[answer.user] = {
            prompt: lengths.draw(prompts),
            output: lengths.draw(outputs),
            at: answer.at + arrivals.drawThinkMs(thinkTimes),
          };
          continue;
        }
        const request = source.take(log);
        const prompt = log.requests.promptTokens[request]!;
        const user = expected.findIndex((next) => next.prompt === prompt);
        expect(log.requests.outputTokens[request]).toBe(expected[user]?.output);
        expect(log.requests.arrivedAt[request]).toBe(expected[user]!.at);
        answers.push({ request, user, at: log.requests.arrivedAt[request]! + answerMs[request]! });
      }
    }),
    { numRuns: 50 },
  );
});

test('users due at one instant ask in the order of their numbers, however their answers came', () => {
  const firstOutputs = (order: readonly number[]) => {
    const { source, log } = opened(4, 10);
    for (let i = 0; i < 4; i++) source.take(log);
    for (const request of order) source.left!(request, 50, 'completed');
    return [4, 5, 6, 7].map((request) => {
      source.take(log);
      return log.requests.outputTokens[request];
    });
  };
  expect(firstOutputs([3, 1, 0, 2])).toEqual(firstOutputs([0, 1, 2, 3]));
});
