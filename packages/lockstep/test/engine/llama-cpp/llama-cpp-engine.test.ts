import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineError } from 'lockstep/engine';
import { llamaCppEngine, type LlamaCppOptions } from 'lockstep/engine/llama-cpp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXACT, QUANTISED } from './models.js';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const execute = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-llama-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('opening', () => {
  test('says what it is; the context is the model’s unless a smaller one is asked for', async () => {
    const engine = await llamaCppEngine({ modelPath: QUANTISED });
    expect(engine.model).toBe('tiny-prose-q8_0');
    expect(engine.limits).toEqual({ maxBatchSize: 8, contextTokens: 1024 });
    const other = await llamaCppEngine({
      modelPath: QUANTISED,
      model: 'prose',
      maxBatchSize: 3,
      contextTokens: 100,
    });
    expect(other.model).toBe('prose');
    expect(other.limits).toEqual({ maxBatchSize: 3, contextTokens: 100 });
    await Promise.all([engine.dispose(), other.dispose()]);
  });

  test('a row can fill its context to the last token', async () => {
    const engine = await llamaCppEngine({ modelPath: EXACT, maxBatchSize: 2, contextTokens: 256 });
    const prepared = await engine.prepare({ prompt: 'The whale', ignoreEos: true, temperature: 0 });
    expect(prepared.promptTokens + prepared.maxTokens).toBe(256);
    expect(await engine.generate([prepared, prepared])).toMatchObject([
      { outputTokens: prepared.maxTokens, finishReason: 'length' },
      { outputTokens: prepared.maxTokens, finishReason: 'length' },
    ]);
    await engine.dispose();
  });

  test.each<[LlamaCppOptions, string]>([
    [{ modelPath: '' }, "expected modelPath to be a text that is not empty, got ''"],
    [{ modelPath: EXACT, model: '' }, "expected model to be a text that is not empty, got ''"],
    [{ modelPath: EXACT, maxBatchSize: 0 }, 'expected maxBatchSize to be an integer ≥ 1, got 0'],
    [
      { modelPath: EXACT, maxBatchSize: Infinity },
      'expected maxBatchSize to be an integer ≥ 1, got Infinity',
    ],
    [{ modelPath: EXACT, contextTokens: 1 }, 'expected contextTokens to be an integer ≥ 2, got 1'],
    [{ modelPath: EXACT, prefillTokens: 0.5 }, 'expected prefillTokens to be an integer ≥ 1, got 0.5'],
    [{ modelPath: EXACT, threads: -1 }, 'expected threads to be an integer ≥ 1, got -1'],
    [{ modelPath: EXACT, gpu: true as never }, "expected gpu to be false or 'auto', got true"],
    [
      { modelPath: EXACT, contextTokens: 2048 },
      'expected contextTokens to be at most 1024, with which tiny-prose-f32 was trained, got 2048',
    ],
  ])('%j is refused', async (options, message) => {
    await expect(llamaCppEngine(options)).rejects.toThrow(new EngineError(`llamaCppEngine: ${message}`));
  });

  test('a file that is missing, no model, or half of one is an error that names it', async () => {
    const missing = join(folder, 'missing.gguf');
    await expect(llamaCppEngine({ modelPath: missing })).rejects.toThrow(
      `${missing}: cannot be read: ENOENT: no such file or directory`,
    );
    const text = join(folder, 'text.gguf');
    await writeFile(text, 'Call me Ishmael.');
    await expect(llamaCppEngine({ modelPath: text })).rejects.toThrow(
      `${text}: not a model that llama.cpp can load: Invalid GGUF magic.`,
    );
    const half = join(folder, 'half.gguf');
    await cp(QUANTISED, half);
    await truncate(half, 1_000_000);
    const failure = llamaCppEngine({ modelPath: half });
    await expect(failure).rejects.toThrow(EngineError);
    await expect(failure).rejects.toThrow(`${half}: not a model that llama.cpp can load: `);
    await expect(failure).rejects.toThrow('corrupted or incomplete');
  });

  test('a context that no memory holds is an error that says what to try', async () => {
    await expect(llamaCppEngine({ modelPath: EXACT, maxBatchSize: 250_000_000 })).rejects.toThrow(
      /tiny-prose-f32\.gguf: no context for 250000000 rows of 1024 tokens: .*; try a smaller contextTokens or maxBatchSize$/,
    );
  });
});

test('only what prepare of the same engine returned is run', async () => {
  const [one, other] = await Promise.all(
    [QUANTISED, EXACT].map((modelPath) => llamaCppEngine({ modelPath })),
  );
  const prepared = await one!.prepare({ prompt: 'We', maxTokens: 2 });
  await expect(other!.generate([prepared])).rejects.toThrow(
    new EngineError('expected a request that prepare of this engine returned, got another'),
  );
  await one!.dispose();
  const still = await other!.generate([
    await other!.prepare({ prompt: 'We', maxTokens: 2, ignoreEos: true }),
  ]);
  expect(still).toMatchObject([{ outputTokens: 2 }]);
  await other!.dispose();
});

describe('as a program', () => {
  const IMPORT = (lockstep: string) =>
    `import { llamaCppEngine } from ${JSON.stringify(join(lockstep, 'engine/llama-cpp/index.js'))};` +
    `const modelPath = ${JSON.stringify(QUANTISED)};`;
  const GENERATE = `
    const engine = await llamaCppEngine({ modelPath });
    const prepared = await engine.prepare({ prompt: 'We', maxTokens: 5, ignoreEos: true });
    const [{ outputTokens }] = await engine.generate([prepared, prepared]);`;

  async function run(program: string, lockstep = DIST): Promise<string> {
    const file = join(folder, 'program.mjs');
    await writeFile(file, IMPORT(lockstep) + program);
    return printed([file]);
  }

  async function printed(args: string[]): Promise<string> {
    const { stdout, stderr } = await execute(process.execPath, args, { timeout: 60_000 });
    return stdout + stderr;
  }

  test('prints nothing of its own, and ends by itself, disposed of or not', async () => {
    expect(await run(`${GENERATE} console.log(outputTokens);`)).toBe('5\n');
    expect(await run(`${GENERATE} await engine.dispose(); console.log(outputTokens);`)).toBe('5\n');
  });

  test('that is given on the command line works too', async () => {
    const program = `${IMPORT(DIST)} ${GENERATE} console.log(outputTokens, process.execArgv.length);`;
    expect(await printed(['--input-type=module', '-e', program])).toBe('5 3\n');
  });

  test('works in worker threads', async () => {
    const program = `
      import { isMainThread, Worker, parentPort } from 'node:worker_threads';
      if (isMainThread) {
        for (const _ of [1, 2]) new Worker(new URL(import.meta.url)).on('message', console.log);
      } else {
        ${GENERATE}
        await engine.dispose();
        parentPort.postMessage(outputTokens);
      }`;
    expect(await run(program)).toBe('5\n5\n');
  });

  test('without node-llama-cpp it says how to install it', async () => {
    const elsewhere = join(folder, 'lockstep');
    await cp(DIST, elsewhere, { recursive: true });
    const program =
      'await llamaCppEngine({ modelPath }).catch((error) => console.log(error.name, error.message));';
    expect(await run(program, elsewhere)).toBe(
      'EngineError node-llama-cpp is not installed; install it with: npm install node-llama-cpp@3.22.1\n',
    );
  });
});
