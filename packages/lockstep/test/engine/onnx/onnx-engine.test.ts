import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Engine, EngineError, type GenerationRequest, type GenerationResult } from 'lockstep/engine';
import { onnxEngine } from 'lockstep/engine/onnx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openTinyProse, TINY_PROSE } from './tiny-prose.js';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const execute = promisify(execFile);

async function generate(engine: Engine, requests: GenerationRequest[]): Promise<GenerationResult[]> {
  const prepared = await Promise.all(requests.map((request) => engine.prepare(request)));
  return (await engine.generate(prepared)) as GenerationResult[];
}

describe('the engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openTinyProse({ maxBatchSize: 16 });
  });
  afterAll(() => engine.dispose());

  test('says what it is', () => {
    expect(engine.model).toBe('tiny-prose-onnx');
    expect(engine.limits).toEqual({ maxBatchSize: 16, contextTokens: 1024 });
  });

  test('greedy in batches of every size is greedy alone, for 48 prompts that end by themselves or not', async () => {
    const words =
      'the whale and the men of this nation have come to see what is to be done upon the deep sea'.split(' ');
    const starts = ['Captain Ahab', 'My fellow citizens,', 'We', 'Call me', 'In the morning', 'A ship'];
    const requests = Array.from({ length: 48 }, (_, i) => ({
      prompt: [starts[i % starts.length], ...words.slice(i % 7, (i % 7) + ((i * 5) % 13))].join(' '),
      maxTokens: 5 + ((i * 11) % 40),
      temperature: 0,
    }));
    const alone = [];
    for (const request of requests) alone.push(...(await generate(engine, [request])));
    expect(new Set(alone.map(({ promptTokens }) => promptTokens)).size).toBeGreaterThan(10);
    expect(new Set(alone.map(({ finishReason }) => finishReason))).toEqual(new Set(['stop', 'length']));
    for (const size of [3, 8, 16]) {
      const batched = [];
      for (let i = 0; i < requests.length; i += size)
        batched.push(...(await generate(engine, requests.slice(i, i + size))));
      expect(batched).toEqual(alone);
    }
  });

  test('the event loop goes on while one step runs', async () => {
    // The first step reads all prompts: long enough for many turns of a loop that is not blocked by it.
    const prompt = 'all the whales of all the seas and all the men of all the ships '.repeat(20);
    const prepared = await engine.prepare({ prompt, maxTokens: 1 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await engine.generate(Array.from({ length: 16 }, () => prepared));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  test('a stranger’s request is refused', async () => {
    await expect(
      engine.generate([{ request: { prompt: 'We' }, promptTokens: 1, maxTokens: 1 }]),
    ).rejects.toThrow(
      new EngineError('expected a request that prepare of this engine returned, got another'),
    );
  });
});

describe('options', () => {
  test.each([
    [{ modelPath: '' }, "expected modelPath to be a text that is not empty, got ''"],
    [{ maxBatchSize: 0 }, 'expected maxBatchSize to be an integer ≥ 1 or Infinity, got 0'],
    [{ contextTokens: 1 }, 'expected contextTokens to be an integer ≥ 2 or Infinity, got 1'],
    [{ contextTokens: 2048 }, "expected contextTokens to be at most 1024, the model's context, got 2048"],
    [{ threads: 0.5 }, 'expected threads to be an integer ≥ 1, got 0.5'],
    [
      { dtype: 'fp64' as 'fp32' },
      'expected dtype to be one of fp32, fp16, q8, int8, uint8, q4, q4f16, bnb4, got fp64',
    ],
    [{ model: '' }, "expected model to be a text that is not empty, got ''"],
  ])('%j is refused', async (options, message) => {
    await expect(openTinyProse(options)).rejects.toThrow(new EngineError(`onnxEngine: ${message}`));
  });

  test('a smaller context and another name are taken', async () => {
    const engine = await openTinyProse({ contextTokens: 64, model: 'prose', maxBatchSize: 1 });
    expect([engine.model, engine.limits]).toEqual(['prose', { maxBatchSize: 1, contextTokens: 64 }]);
    await engine.dispose();
  });
});

describe('a model’s folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lockstep-onnx-'));
    await cp(TINY_PROSE, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  test.each(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])(
    'without %s is none',
    async (file) => {
      await rm(join(folder, file));
      await expect(onnxEngine({ modelPath: folder })).rejects.toThrow(
        new EngineError(`${folder}: no folder of an ONNX model: expected ${file} in it`),
      );
    },
  );

  test('may lack the file of a dtype', async () => {
    await expect(onnxEngine({ modelPath: folder, dtype: 'q8' })).rejects.toThrow(
      `${folder}: no folder of an ONNX model: expected onnx/model_quantized.onnx in it`,
    );
  });

  test.each([
    ['config.json', 'config.json: expected JSON: '],
    ['tokenizer.json', ': its tokenizer cannot be read: '],
    ['onnx/model.onnx', ': cannot be loaded: '],
  ])('whose %s is broken is named', async (file, message) => {
    await writeFile(join(folder, file), '{ broken');
    const refused: unknown = await onnxEngine({ modelPath: folder }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EngineError);
    expect((refused as Error).message).toContain(message);
    expect((refused as Error).message).toContain(folder);
  });

  test('that does not say how long its context is needs the option', async () => {
    await writeFile(join(folder, 'config.json'), '{"model_type": "llama"}');
    await expect(onnxEngine({ modelPath: folder })).rejects.toThrow(
      `${folder}: its config.json does not say how long its context is; expected the option contextTokens`,
    );
  });

  test('may have a chat template in a file of its own', async () => {
    const messages = [{ role: 'user', content: 'Who are you?' }] as const;
    const plain = await onnxEngine({ modelPath: folder });
    await writeFile(
      join(folder, 'chat_template.jinja'),
      '{{ bos_token }}{{ messages[0].content }} And then?',
    );
    const templated = await onnxEngine({ modelPath: folder });
    const [without, with_] = await Promise.all(
      [plain, templated].map((engine) => engine.prepare({ prompt: messages })),
    );
    expect(with_!.promptTokens).toBeGreaterThan(without!.promptTokens);
    await Promise.all([plain.dispose(), templated.dispose()]);
  });
});

describe('as a program', () => {
  async function run(lockstep: string, program: string): Promise<string> {
    const engine = JSON.stringify(join(lockstep, 'engine/onnx/index.js'));
    const modelPath = JSON.stringify(TINY_PROSE);
    const text = `import { onnxEngine } from ${engine}; const modelPath = ${modelPath}; ${program}`;
    const { stdout, stderr } = await execute(process.execPath, ['--input-type=module', '-e', text], {
      timeout: 60_000,
    });
    return stdout + stderr;
  }

  test('an idle engine keeps no process alive, a running one does, and nothing is printed', async () => {
    const program = `
      const engine = await onnxEngine({ modelPath });
      const prepared = await engine.prepare({ prompt: 'We', maxTokens: 5, ignoreEos: true });
      engine.generate([prepared]).then(([{ outputTokens }]) => console.log(outputTokens));`;
    expect(await run(DIST, program)).toBe('5\n');
  });

  test('without transformers.js it says how to install it', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'lockstep-alone-'));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    await cp(DIST, elsewhere, { recursive: true });
    const program =
      'await onnxEngine({ modelPath }).catch((error) => console.log(error.name, error.message));';
    expect(await run(elsewhere, program)).toBe(
      'EngineError @huggingface/transformers is not installed; install it with: ' +
        'npm install @huggingface/transformers@4.3.1 (with ONNXRUNTIME_NODE_INSTALL=skip in the environment where ' +
        'only the registry can be reached)\n',
    );
  });
});
