import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readScenario, resolveScenario, type WrittenScenario } from 'lockstep/scenario';
import { expect, type TestContext, test } from 'vitest';
import { scenarioOfServer, servedScenario } from '../../src/commands/serve-scenario.js';
import { readServeOptions } from '../../src/commands/serve-options.js';
import { parseScenario } from '../../src/input/parse-scenario.js';
import { compareWithSimulation } from '../../src/live/comparison.js';
import { readDecisions } from '../../src/live/read-decisions.js';
import { serveCommand } from '../../src/sweep/serve-command.js';
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN, words } from '../support/lockstep.js';

async function fileOf(context: TestContext, content: string): Promise<string> {
  const file = join(await ownFolder(context), 'scenario.yaml');
  await writeFile(file, content);
  return file;
}

async function serving(
  { onTestFinished }: TestContext,
  given: readonly string[],
): Promise<{ child: ChildProcess; url: string; stderr: () => string }> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--log-level', 'silent', ...given], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      stderr += piece;
      const [, found] = /at (http:\S+)\/v1/.exec(stderr) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  return { child, url, stderr: () => stderr };
}

test('a scenario that is served decides as its simulation does, of the same arrivals', async (context) => {
  const file = await fileOf(
    context,
    'batchSize: 4\nwait: oldest:400ms\nmaxQueueSize: 50\nrelease: request\ncost: mock:10ms\nrate: 7\nslo: e2e=2s\n',
  );
  const decisions = join(await ownFolder(context), 'decisions.jsonl');
  const engine = ['--engine', 'simulated'];
  const { child, url, stderr } = await serving(context, [file, ...engine, '--decisions', decisions]);
  expect(stderr()).toContain(`Of ${file} a server has no use for rate, slo.`);
  expect(stderr()).toContain('(batches of up to 4, oldest:400ms, at most 50 waiting)');
  const ask = async (max_tokens: number) => {
    const body = JSON.stringify({ prompt: 'Call me', max_tokens });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/v1/completions`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
  };
  // A batch that its rule closes, one that is full, requests that come while it runs, and others once all is answered: so
  // no request comes near the instant at which a batch closes, however busy this machine is.
  await ask(3);
  await Promise.all([4, 9, 20, 7, 12, 5].map(ask));
  await Promise.all([30, 3, 8].map(ask));
  child.kill('SIGTERM');
  await once(child, 'exit');

  const { runs } = await readDecisions(decisions);
  const recorded = runs[0]!;
  if ('damage' in recorded) throw recorded.damage;
  const printed = await lockstep(['serve', file, ...engine, '--print-scenario']);
  expect([printed.code, printed.stderr]).toEqual([0, '']);
  const scenario = readScenario(parseScenario('printed', printed.stdout));
  const { options } = resolveScenario(scenario, () => '');
  const { requests, batches, sameBatches } = compareWithSimulation(recorded.log, options());
  expect(requests).toBe(10);
  expect(batches).toBeGreaterThanOrEqual(4);
  expect(sameBatches).toBe(batches);
});

const BASE = 'batchSize: 2\nwait: none\n';
test.each([
  [
    'batchSize: [1, 2]\n',
    'batchSize: expected one value, since a server has one configuration, got 2 (1, 2)',
  ],
  [
    'wait: [none, full]\n',
    'wait: expected one value, since a server has one configuration, got 2 (none, full)',
  ],
  [
    'wait: atleast:2\n',
    'wait: expected a rule that closes a batch in time, such as oldest:50ms or none, got atleast:2; a server cannot know ' +
      'that more requests will come',
  ],
  ['batchSize: 0\n', 'batchSize: expected a whole number ≥ 1, or inf, got 0'],
  [`${BASE}deadline: 5s\n`, 'deadline: is named requestTimeout now'],
])('%j is refused', async (content, message) => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-'));
  const file = join(folder, 'scenario.yaml');
  await writeFile(file, content);
  expect(() => servedScenario(file, 'simulated')).toThrow(`${file}: ${message}`);
  await rm(folder, { recursive: true });
});

test('an option beside the file overrides it; a cost model is for the simulated engine alone', async (context) => {
  const file = await fileOf(context, `${BASE}cost: mock:1ms\nseed: 3\n`);
  expect(servedScenario(file, 'simulated').flags).toEqual({ batchSize: '2', wait: 'none', cost: 'mock:1ms' });
  const { flags, notes } = servedScenario(file, 'llama');
  expect(flags).toEqual({ batchSize: '2', wait: 'none' });
  expect(notes).toEqual([`Of ${file} a server has no use for cost, seed.`]);
  expect(readServeOptions({ ...flags, wait: 'gap:5ms' })).toMatchObject({ batchSize: 2, maxQueueSize: 256 });
});

test('what a server prints of itself says whether its engine pads prompts', () => {
  const settings = readServeOptions({ requestTimeout: '90s' });
  const cost = 'kernels:llama-3-8b@a100';
  const printed = (padding: 'padded' | 'packed' | undefined, written: string) =>
    scenarioOfServer(settings, padding === undefined ? {} : { padding }, {}, written).cost;
  expect(printed('packed', cost)).toBe(`${cost},packed`);
  expect(printed('packed', `${cost},packed`)).toBe(`${cost},packed`);
  expect(printed('padded', `${cost},packed,host=1ms`)).toBe(`${cost},host=1ms`);
  expect(printed(undefined, `${cost},packed`)).toBe(`${cost},packed`);
  expect(printed('packed', 'mock')).toBe('mock');
  expect(scenarioOfServer(settings, {}, {}, null)).toEqual({
    batchSize: 8,
    wait: 'oldest:50ms',
    maxQueueSize: 256,
    requestTimeout: '90s',
    release: 'token',
  });
});

test.each<[WrittenScenario, string]>([
  [{}, 'lockstep serve --batch-size 8 --wait oldest:50ms --max-queue-size inf --release batch'],
  [{ maxQueueSize: 256, release: 'token' }, 'lockstep serve --batch-size 8 --wait oldest:50ms'],
  [
    { batchSize: 'inf', wait: 'gap:1s', requestTimeout: '5s', maxQueueSize: 10, release: 'request' },
    'lockstep serve --batch-size inf --wait gap:1s --max-queue-size 10 --request-timeout 5s --release request',
  ],
])('the command that serves a point of %j is read back as that', async (written, expected) => {
  const scenario = readScenario(written);
  const batchSize = scenario.batchSize === 'inf' ? Infinity : (scenario.batchSize as number);
  const command = serveCommand(scenario, { batchSize, wait: scenario.wait as string }, null);
  expect(command).toBe(expected);
  const { code, stdout } = await lockstep([
    ...words(command!).slice(1),
    '--print-scenario',
    '--engine',
    'simulated',
  ]);
  expect(code).toBe(0);
  expect(readScenario(parseScenario('printed', stdout))).toEqual(scenario);
});

test('a point whose rule may wait forever has no such command; one of real runs names the engine', () => {
  const scenario = readScenario({ maxQueueSize: 256, release: 'token' });
  expect(serveCommand(scenario, { batchSize: 4, wait: 'full' }, null)).toBeNull();
  expect(
    serveCommand(scenario, { batchSize: 4, wait: 'none' }, { engine: 'llama:my model.gguf', model: 'm' }),
  ).toBe("lockstep serve --engine 'llama:my model.gguf' --model m --batch-size 4 --wait none");
});
