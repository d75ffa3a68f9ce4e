import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { toyTokens } from './toy-model.js';

/** A request as the upstream got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Behaviour = (response: ServerResponse, request: Received) => void | Promise<void>;

/** A real HTTP server that speaks OpenAI's API with a toy model, or does what a test tells it. */
export class Upstream {
  readonly received: Received[] = [];
  /** Connections that were opened to it. */
  connections = 0;
  /** What it does with the next requests; afterwards it answers. */
  readonly next: Behaviour[] = [];
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((error: Error) => response.destroy(error));
  });

  static async start(): Promise<Upstream> {
    const upstream = new Upstream();
    upstream.server.on('connection', () => upstream.connections++);
    upstream.server.listen(0, '127.0.0.1');
    await once(upstream.server, 'listening');
    return upstream;
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
    const request = { path: incoming.url ?? '', headers: incoming.headers, body };
    this.received.push(request);
    await (this.next.shift() ?? answer)(response, request);
  }
}

/** An error of OpenAI's shape. */
export function fail(
  status: number,
  error: object,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { type: 'error', param: null, code: null, ...error } }));
  };
}

/** A stream of these events, then `end`: by default the stream ends as it should. */
export function stream(
  events: readonly object[],
  end: (response: ServerResponse) => void = (response) => response.end('data: [DONE]\n\n'),
): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    end(response);
  };
}

/** An event of `/completions`. */
export function token(text: string, finish_reason: string | null = null): object {
  return { choices: [{ index: 0, text, finish_reason }] };
}

const answer: Behaviour = async (response, { path, body }) => {
  const chat = path.endsWith('/chat/completions');
  const prompt = chat
    ? (body.messages as { content: string }[]).map(({ content }) => content).join('\n')
    : (body.prompt as string);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  let completion_tokens = 0;
  const request = {
    prompt,
    maxTokens: (body.max_tokens as number | undefined) ?? 16,
    temperature: (body.temperature as number | undefined) ?? 1,
    seed: (body.seed as number | undefined) ?? 0,
    stop: (body.stop as string[] | undefined) ?? [],
    ignoreEos: body.ignore_eos === true,
  };
  if (chat) send({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] });
  for (const { text, finishReason } of toyTokens(request)) {
    if (response.closed) return;
    completion_tokens++;
    const content = chat ? { delta: { content: text } } : { text };
    send({ choices: [{ index: 0, ...content, finish_reason: finishReason }] });
    await setImmediate();
  }
  const usage = {
    prompt_tokens: prompt.length,
    completion_tokens,
    total_tokens: prompt.length + completion_tokens,
  };
  send({ choices: [], usage });
  response.end('data: [DONE]\n\n');
};
