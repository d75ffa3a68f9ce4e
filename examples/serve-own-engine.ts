// A model of one's own behind OpenAI's API, in process: anything that takes a batch is an engine. This one says every
// prompt backwards, a word a token; all rows of a batch advance in lockstep.
import { oldest } from 'lockstep/core';
import { checkRequest, type Engine, outputLimit, type PreparedRequest } from 'lockstep/engine';
import { createServer } from 'lockstep-cli/server';
import OpenAI from 'openai';

const words = ({ request }: PreparedRequest) => String(request.prompt).split(' ');

const engine: Engine = {
  model: 'backwards',
  limits: { maxBatchSize: 8, contextTokens: 1000 },
  can: { chat: false, sampling: false, seed: false, stop: false, ignoreEos: false },

  async prepare(request) {
    checkRequest(request, engine.can);
    const promptTokens = String(request.prompt).split(' ').length;
    return {
      request,
      promptTokens,
      maxTokens: outputLimit(request, promptTokens, engine.limits.contextTokens),
    };
  },

  async generate(requests, { emit, signal } = {}) {
    const rows = requests.map((prepared) => words(prepared).reverse().slice(0, prepared.maxTokens));
    const longest = Math.max(...rows.map((row) => row.length));
    for (let step = 0; step < longest; step++) {
      signal?.throwIfAborted();
      rows.forEach((row, i) => {
        if (step < row.length) emit?.(i, { text: `${row[step]} `, tokens: 1 });
      });
      await new Promise((resolve) => setTimeout(resolve, 1)); // one step of the model
    }
    return rows.map((row, i) => ({
      text: `${row.join(' ')} `,
      finishReason: row.length < words(requests[i]!).length ? 'length' : 'stop',
      promptTokens: requests[i]!.promptTokens,
      outputTokens: row.length,
    }));
  },

  async dispose() {},
};

const server = createServer({ engine, maxBatchSize: 8, wait: oldest(20) });
const url = await server.app.listen({ port: 0 });

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none' });
const prompt = ['one two three', 'the quick brown fox'];
const { choices, usage } = await client.completions.create({ model: 'backwards', prompt, max_tokens: 3 });
for (const { text, finish_reason } of choices) console.log(`${text}[${finish_reason}]`);
console.log(`${usage?.prompt_tokens} prompt tokens, ${usage?.completion_tokens} generated`);

await client.completions
  .create({ model: 'backwards', prompt, temperature: 1 })
  .catch((error: Error) => console.log(error.message));

await server.drain();

// Prints:
//   three two one [stop]
//   fox brown quick [length]
//   7 prompt tokens, 6 generated
//   400 temperature: this engine cannot sample; expected 0, got 1
