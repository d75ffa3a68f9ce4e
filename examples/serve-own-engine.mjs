// A model of one's own behind OpenAI's API, in process: anything that takes a batch is an engine. This one says every
// prompt backwards, a word a token; all rows of a batch advance in lockstep.
import { oldest } from 'lockstep/core';
import { checkRequest, outputLimit } from 'lockstep/engine';
import { createServer } from 'lockstep-cli/server';
import OpenAI from 'openai';

const engine = {
  model: 'backwards',
  limits: { maxBatchSize: 8, contextTokens: 1000 },
  can: { chat: false, sampling: false, seed: false, stop: false, ignoreEnd: false },

  async prepare(request) {
    checkRequest(request, engine.can);
    const promptTokens = request.prompt.split(' ').length;
    return {
      request,
      promptTokens,
      maxTokens: outputLimit(request, promptTokens, engine.limits.contextTokens),
    };
  },

  async generate(requests, { emit, signal } = {}) {
    const rows = requests.map(({ request, maxTokens }) =>
      request.prompt.split(' ').reverse().slice(0, maxTokens),
    );
    const longest = Math.max(...rows.map((row) => row.length));
    for (let step = 0; step < longest; step++) {
      signal?.throwIfAborted();
      rows.forEach((row, i) => step < row.length && emit?.(i, { text: `${row[step]} `, tokens: 1 }));
      await new Promise((resolve) => setTimeout(resolve, 1)); // one step of the model
    }
    return requests.map(({ request, promptTokens }, i) => ({
      text: `${rows[i].join(' ')} `,
      finishReason: rows[i].length < request.prompt.split(' ').length ? 'length' : 'stop',
      promptTokens,
      outputTokens: rows[i].length,
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
console.log(`${usage.prompt_tokens} prompt tokens, ${usage.completion_tokens} generated`);

const refused = await client.completions
  .create({ model: 'backwards', prompt, temperature: 1 })
  .catch((error) => error);
console.log(refused.message);

await server.drain();

// Prints:
//   three two one [stop]
//   fox brown quick [length]
//   7 prompt tokens, 6 generated
//   400 temperature: this engine cannot sample; expected 0, got 1
