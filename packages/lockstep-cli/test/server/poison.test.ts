import { none } from 'lockstep/core';
import type { PreparedRequest } from 'lockstep/engine';
import { expect, test } from 'vitest';
import { echoOf, HandDrivenEngine } from './hand-driven-engine.js';
import { listen } from './running-server.js';

/** Fails as a whole on a batch with a poisonous prompt; notes the prompts of every run. */
class PoisonedEngine extends HandDrivenEngine {
  readonly runs: string[][] = [];

  override async generate(requests: readonly PreparedRequest[]) {
    const prompts = requests.map(({ request }) => String(request.prompt));
    this.runs.push(prompts);
    await new Promise((resolve) => setImmediate(resolve));
    if (prompts.some((prompt) => prompt.startsWith('POISON'))) throw new Error('the GPU fell off the bus');
    return requests.map(echoOf);
  }

  /** Runs that had others' prompts in them. */
  get ofOthers(): number {
    return this.runs.filter((prompts) => prompts.some((prompt) => !prompt.startsWith('POISON'))).length;
  }
}

test('a poisonous prompt five times over fails its own call alone', async (context) => {
  const engine = new PoisonedEngine();
  const { client } = await listen(context, { engine, wait: none(), maxBatchSize: 8 });
  const ask = (prompt: string, n = 1) => client.completions.create({ model: 'by-hand', prompt, n });
  const [poison, ...others] = await Promise.allSettled([
    ask('POISON', 5),
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((prompt) => ask(prompt)),
  ]);
  expect(poison).toMatchObject({ status: 'rejected', reason: { status: 500, code: 'engine_failed' } });
  expect(others.map((other) => other.status === 'fulfilled' && other.value.choices[0]!.text)).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((prompt) => `echo ${prompt}`),
  );
});

test.each([
  ['the same prompt', () => 'POISON', undefined],
  ['other prompts of the same user', (round: number) => `POISON ${round}`, 'mallory'],
])('a client that keeps sending %s does not take part in runs of others', async (_, poison, user) => {
  const cleanUps: (() => unknown)[] = [];
  const engine = new PoisonedEngine();
  const { app } = await listen(
    { onTestFinished: (cleanUp) => cleanUps.push(cleanUp as () => unknown) },
    { engine, wait: none(), maxBatchSize: 10 },
  );
  const ask = (prompt: string, own?: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/completions',
      payload: { model: 'by-hand', prompt, ...(own !== undefined && { user: own }) },
    });
  const round = async (number: number) => {
    const others = Array.from({ length: 9 }, (_, i) => ask(`other ${i}`, `user ${i}`));
    const answers = await Promise.all([ask(poison(number), user), ...others]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, ...Array<number>(9).fill(200)]);
  };
  await round(0);
  const before = engine.runs.length;
  for (let number = 1; number <= 10; number++) await round(number);
  // One run of a poisonous prompt with others would fail, and be split.
  const mixed = engine.runs
    .slice(before)
    .filter((prompts) => new Set(prompts.map((prompt) => prompt.startsWith('POISON'))).size > 1);
  expect(mixed).toEqual([]);
  for (const cleanUp of cleanUps) await cleanUp();
});
