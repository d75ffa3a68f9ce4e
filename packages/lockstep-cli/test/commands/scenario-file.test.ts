import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, words } from '../support/lockstep.js';

describe.concurrent('--print-scenario', () => {
  test.for([
    'simulate',
    'simulate --batch-size inf --wait none --arrivals gamma:cv=2 --rate 0.5 --requests 100 --slo e2e=2s --release token',
    'simulate --trace azure-conv --first 200 --rate 0.5 --cost kernels:llama-3-8b@a100,host=1ms --max-queue-size 50',
    'simulate --arrivals closed:20:think=1s --requests 100 --seed 7 --warmup 10 --output-tokens lognormal:20:cv=1',
    'sweep --batch-size 1,4,inf --wait oldest:50ms,none --rate 1,2 --requests 100',
  ])('%s writes a file that gives the same bytes', async (line, context) => {
    const folder = await ownFolder(context);
    const command = words(line)[0]!;
    const printed = await lockstep(words(`${line} --print-scenario`));
    expect([printed.code, printed.stderr]).toEqual([0, '']);
    await writeFile(join(folder, 'scenario.yaml'), printed.stdout);
    const [direct, fromFile] = await Promise.all([
      lockstep(words(`${line} --json`)),
      lockstep([command, 'scenario.yaml', '--json'], { cwd: folder }),
    ]);
    expect(fromFile.stdout).toBe(direct.stdout);
    const again = await lockstep([command, 'scenario.yaml', '--print-scenario'], { cwd: folder });
    expect(again.stdout).toBe(printed.stdout);
  });
});

describe.concurrent('a scenario file', () => {
  const simulate = async (context: TestContext, text: string, name = 'scenario.yaml', line = '--json') => {
    const folder = await ownFolder(context);
    await writeFile(join(folder, name), text);
    return lockstep(['simulate', name, ...words(line)], { cwd: folder });
  };

  test('may be JSON', async (context) => {
    const { code, stdout } = await simulate(context, '{"batchSize": 4, "requests": 50}', 'scenario.json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).scenario).toMatchObject({ batchSize: 4, requests: 50 });
  });

  test('is overridden by the options beside it, and by what they contradict', async (context) => {
    const { stdout } = await simulate(
      context,
      'trace: azure-conv\nbatchSize: 4',
      undefined,
      '--requests 50 --batch-size 2 --json',
    );
    const { scenario } = JSON.parse(stdout);
    expect(scenario).toMatchObject({ batchSize: 2, requests: 50, arrivals: 'poisson' });
    expect(scenario).not.toHaveProperty('trace');
  });

  test.for<[string, string]>([
    ['bachSize: 4', 'scenario.yaml: unknown key "bachSize"; did you mean "batchSize"?'],
    ['maxQueue: 4', 'scenario.yaml: maxQueue: is named maxQueueSize now'],
    ['deadline: 4s', 'scenario.yaml: deadline: is named requestTimeout now'],
    ['max-queue-size: 4', 'scenario.yaml: unknown key "max-queue-size"; did you mean "maxQueueSize"?'],
    ['batchSize: four', 'scenario.yaml: --batch-size: expected a whole number ≥ 1 or inf, got "four"'],
    ['requests: 2.5', 'scenario.yaml: requests: expected a whole number ≥ 1, got 2.5'],
    [
      'release: [token, batch]',
      'scenario.yaml: --release: expected one value, got 2 (token, batch); did you mean "lockstep sweep"?',
    ],
    ['wait: oldst:1s', 'did you mean "oldest:1s"?'],
    ['- 1', 'scenario.yaml: expected options such as batchSize: 8, got [1]'],
    ['', 'scenario.yaml: expected options such as batchSize: 8, got null'],
    ['a: [1', 'scenario.yaml:1:6: expected YAML or JSON: '],
    ['batchSize: *x', 'scenario.yaml: expected YAML or JSON: Unresolved alias'],
    ['batchSize: &x [*x]', 'scenario.yaml: expected YAML or JSON: Converting circular structure to JSON'],
    ['batchSize: .inf', 'scenario.yaml: batchSize: expected a whole number ≥ 1, or inf, got Infinity'],
    ['skipFailed: on', 'scenario.yaml: skipFailed: expected true or false, got "on"'],
    ['batchSize: 1\nbatchSize: 2', 'scenario.yaml:2:1: expected YAML or JSON: Map keys must be unique'],
  ])('%j is refused', async ([text, message], context) => {
    const { code, stdout, stderr } = await simulate(context, text);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('several of them are swept one after the other, but not into one JSON document', async (context) => {
    const folder = await ownFolder(context);
    await writeFile(join(folder, 'one.yaml'), 'requests: 50');
    await writeFile(join(folder, 'two.yaml'), 'requests: 60');
    const both = await lockstep(['sweep', 'one.yaml', 'two.yaml', '--batch-size', '2'], { cwd: folder });
    expect(both.stdout.match(/^\w+\.yaml$/gm)).toEqual(['one.yaml', 'two.yaml']);
    const json = await lockstep(['sweep', 'one.yaml', 'two.yaml', '--json'], { cwd: folder });
    expect([json.code, json.stdout]).toEqual([2, '']);
    expect(json.stderr).toBe('error: --json: expected one scenario file, got 2\n');
  });
});
