import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pack, Project, ROOT } from './project.js';

const RESOLUTIONS = {
  NodeNext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};
const MODELS = {
  onnx: join(ROOT, 'packages/lockstep/test/fixtures/tiny-prose/tiny-prose-onnx'),
  llama: join(ROOT, 'packages/lockstep-cli/models/tiny-prose-q8_0.gguf'),
};
/** The ends of the ranges in package.json. openai 7 needs Node 22. */
const NEWEST_OPENAI = Number(process.versions.node.split('.')[0]) >= 22 ? '7' : '6';
const PEERS = {
  oldest: ['openai@4.104.0', '@huggingface/transformers@3.4.0', 'node-llama-cpp@3.4.0'],
  newest: [`openai@${NEWEST_OPENAI}`, '@huggingface/transformers@4', 'node-llama-cpp@3'],
};

/** Answers of an engine, greedy: the same text whatever the version of its package. */
const ASK = `
  const prepared = await Promise.all(
    ['My fellow citizens,', 'Call me'].map((prompt) => engine.prepare({ prompt, maxTokens: 8, temperature: 0 })),
  );
  for (const { text, outputTokens } of await engine.generate(prepared)) console.log(JSON.stringify(text), outputTokens);
  await engine.dispose();`;

let folder: string;
let library: string;
let tool: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-packed-'));
  library = await pack('lockstep', folder);
  tool = await pack('lockstep-cli', folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function snippetsOf(path: string): Promise<string[]> {
  const text = await readFile(join(ROOT, path), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
}

describe('the library alone', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create();
    expect(await project.install(library)).not.toMatch(/warn|ERESOLVE/i);
  }, 300_000);
  afterAll(() => project.remove());

  test('its command says which package has the command line', async () => {
    await expect(project.run('lockstep', '--help')).rejects.toMatchObject({
      code: 1,
      stderr: 'The command line is the package lockstep-cli. Install it with:\n  npm install lockstep-cli\n',
    });
  });

  test.each(Object.entries(RESOLUTIONS))(
    'what its README shows compiles under %s, and runs',
    async (_, resolution) => {
      const snippets = await snippetsOf('packages/lockstep/README.md');
      expect(snippets.length).toBeGreaterThanOrEqual(3);
      for (const snippet of snippets) {
        const { problems, code } = await project.compile(snippet, resolution);
        expect(problems, snippet).toEqual([]);
        await project.node(code);
      }
    },
  );
});

describe.each(Object.entries(PEERS))('the library beside the %s packages of its engines', (_, peers) => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create();
    await project.install(library, ...peers);
  }, 600_000);
  afterAll(() => project.remove());

  test('llama.cpp answers', async () => {
    const open = `import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
      const engine = await llamaCppEngine({ modelPath: process.argv[2], maxBatchSize: 2 });`;
    expect(await project.node(open + ASK, MODELS.llama)).toMatch(/^" we have told .*" 8\n".*" 8\n$/);
  });

  test('ONNX answers', async () => {
    const open = `import { onnxEngine } from 'lockstep/engine/onnx';
      const engine = await onnxEngine({ modelPath: process.argv[2], maxBatchSize: 2 });`;
    expect(await project.node(open + ASK, MODELS.onnx)).toMatch(/^" we have told .*" 8\n".*" 8\n$/);
  });

  test('an upstream answers, streaming', async () => {
    const open = `
      import { createServer } from 'node:http';
      import { openaiEngine } from 'lockstep/engine/openai';
      const server = createServer((request, response) => {
        response.setHeader('content-type', 'text/event-stream');
        const choice = (text, finish_reason) => ({ index: 0, text, finish_reason, logprobs: null });
        const base = { id: 'one', object: 'text_completion', created: 1, model: 'toy' };
        for (const part of ['so ', 'be ', 'it']) {
          response.write('data: ' + JSON.stringify({ ...base, choices: [choice(part, null)] }) + '\\n\\n');
        }
        response.write('data: ' + JSON.stringify({ ...base, choices: [choice('', 'stop')] }) + '\\n\\n');
        const usage = { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 };
        response.end('data: ' + JSON.stringify({ ...base, choices: [], usage }) + '\\n\\ndata: [DONE]\\n\\n');
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      server.unref();
      const engine = await openaiEngine({
        baseURL: 'http://127.0.0.1:' + server.address().port + '/v1', model: 'toy', maxBatchSize: 2,
      });`;
    expect(await project.node(open + ASK)).toBe('"so be it" 3\n"so be it" 3\n');
  });
});

describe('the tool', () => {
  let project: Project;
  let printed: string;
  beforeAll(async () => {
    project = await Project.create();
    printed = await project.install(library, tool);
  }, 300_000);
  afterAll(() => project.remove());

  test('is installed without a warning', () => {
    expect(printed).not.toMatch(/warn|EBADENGINE/i);
  });

  test.each(['lockstep', 'lockstep-cli'])('%s runs what its README shows', async (command) => {
    const readme = await readFile(join(ROOT, 'packages/lockstep-cli/README.md'), 'utf8');
    const sweep = /npx lockstep (sweep [\s\S]*?)\n```/.exec(readme)![1]!.replaceAll('\\\n', '');
    const words = sweep.split(/\s+/).filter((word) => word !== '');
    expect(await project.run(command, ...words)).toContain('Recommended: Batch size 8');
    expect(await readFile(join(project.folder, 'report/report.html'), 'utf8')).toContain('<svg');
  });

  test.each(Object.entries(RESOLUTIONS))(
    'the program of its README compiles under %s, and runs',
    async (_, resolution) => {
      const [snippet] = await snippetsOf('packages/lockstep-cli/README.md');
      const { problems, code } = await project.compile(snippet!, resolution);
      expect(problems).toEqual([]);
      expect(await project.node(code)).toMatch(/^http:\/\/\S+:\d+\n$/);
    },
  );
});
