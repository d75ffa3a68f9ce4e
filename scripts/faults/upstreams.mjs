import { once } from 'node:events';
import { createServer } from 'node:http';
import { Bystanders } from './bystanders.mjs';
import { ServerProcess } from './server-process.mjs';

/** What an upstream does to the server before it; only prompts with the word BAD meet it. */
export const UPSTREAMS = [
  upstream('an upstream that says 429, come back in a day', {
    bad: (response) =>
      response.writeHead(429, { 'retry-after': '86400' }).end('{"error":{"message":"busy"}}'),
    expect: [429, 503],
  }),
  upstream('an upstream that never ends its answer', {
    bad: async (response) => {
      while (!response.destroyed) {
        if (!response.write(event('so ')))
          await Promise.race([once(response, 'drain'), once(response, 'close')]);
        await new Promise(setImmediate);
      }
    },
    expect: [200, 500, 502, 504],
  }),
  upstream('an upstream with one line of 16 MB', {
    bad: (response) => response.end(`data: ${'x'.repeat(16 * 1024 ** 2)}\n\n`),
    expect: [500, 502],
  }),
  upstream('an upstream that says nothing and closes', {
    bad: (response) => response.destroy(),
    expect: [500, 502, 503],
  }),
  upstream('an upstream whose error names a key and an address', {
    bad: (response) =>
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `sk-secret at 10.1.2.3 ${'x'.repeat(100_000)}` } })),
    expect: [500, 502],
    secrets: ['sk-secret', '10.1.2.3'],
  }),
];

function upstream(name, options) {
  return { name, run: () => tried(options) };
}

async function tried({ bad, expect, secrets = [] }) {
  const toy = createServer((request, response) => {
    answer(request, response, bad).catch(() => response.destroy());
  });
  toy.listen(0, '127.0.0.1');
  await once(toy, 'listening');
  const server = await ServerProcess.start([
    ...['--engine', `openai:http://127.0.0.1:${toy.address().port}/v1`, '--model', 'toy'],
    ...['--request-timeout', '20s'],
  ]);
  try {
    const bystanders = new Bystanders(server.url);
    bystanders.start();
    await server.watch();
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(server.url)));
    await bystanders.stop();
    const { stall, bare } = await server.longestStall();
    const peak = server.peakMegabytes;
    const { code, ms } = await server.stop();
    return {
      ...bystanders.figures,
      'peak MB': peak,
      'stall ms': stall,
      'bare ms': bare,
      faults: [
        ...bystanders.faults,
        ...answers
          .filter(({ status }) => !expect.includes(status))
          .map(({ status }) => `expected status ${expect.join(' or ')}, got ${status}`),
        ...secrets
          .filter((secret) => answers.some(({ text }) => text.includes(secret)))
          .map((secret) => `a client was told ${secret}`),
        ...(answers.some(({ text }) => text.length > 100_000) ? ['a client got an error without bound'] : []),
        ...(code === 0 ? [] : [`after SIGTERM the exit code was ${code}, after ${ms} ms`]),
        ...(peak > 500 ? [`memory rose to ${peak} MB`] : []),
      ],
    };
  } finally {
    toy.close();
    toy.closeAllConnections();
    if (server.lives) await server.stop('SIGKILL');
  }
}

async function answer(request, response, bad) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { prompt } = JSON.parse(body);
  if (prompt.includes('BAD')) return bad(response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(event(`${prompt} ok`));
  response.end(`${event('', 'stop')}data: [DONE]\n\n`);
}

function event(text, finishReason = null) {
  const choices = [{ index: 0, text, finish_reason: finishReason, logprobs: null }];
  return `data: ${JSON.stringify({ id: 'a', object: 'text_completion', created: 1, model: 'toy', choices })}\n\n`;
}

async function ask(url) {
  const response = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'BAD', max_tokens: 8 }),
  }).catch(() => null);
  return { status: response?.status ?? 0, text: (await response?.text().catch(() => '')) ?? '' };
}
