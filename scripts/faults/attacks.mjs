import { once } from 'node:events';
import { connect } from 'node:net';
import { Bystanders } from './bystanders.mjs';
import { pause, ServerProcess } from './server-process.mjs';

/**
 * Longest silence (ms) beyond twice that of a bare server on this machine: 50 ms of the server's own, and noise. The short
 * run, which shares its machine with other checks, looks for seconds only.
 */
const STALL_MS = { long: 100, short: 1000 };

/**
 * What clients send to a server, while others ask it.
 * @type {{ name: string, run(sizes: { short: boolean }): Promise<object> }[]}
 */
export const ATTACKS = [
  attack('a request whose time is over before it is prepared', {
    send: ({ url }) =>
      repeat(20, () => post(url, { prompt: 'word '.repeat(12_000) }, { 'x-request-timeout': '0.005' })),
    expect: [504, 200],
  }),
  attack('1 MB prompt, n 128', {
    send: ({ url }) => post(url, { prompt: 'word '.repeat(200_000), n: 128, max_tokens: 4 }),
    // Either the body is above the limit, or its answers share the queue.
    expect: [200, 400, 413, 429],
    maxPeakMB: 700,
  }),
  attack('1 MB prompt, n 128, the model in the box', {
    engine: [],
    send: ({ url }) => post(url, { prompt: 'word '.repeat(200_000), n: 128, max_tokens: 4 }),
    expect: [400, 413],
    maxPeakMB: 700,
    bystanders: false,
  }),
  attack('20,000 prompts, n 128, queue without bound', {
    options: ['--max-queue-size', 'inf'],
    send: ({ url }) => post(url, { prompt: Array(20_000).fill('a'), n: 128, max_tokens: 1 }),
    expect: [400, 413],
    maxPeakMB: 700,
  }),
  attack('max_tokens 9007199254740991 and a stop string', {
    send: ({ url }) => post(url, { prompt: 'a', max_tokens: Number.MAX_SAFE_INTEGER, stop: 'never' }),
    expect: [400],
  }),
  attack('20 million tokens that take no time', {
    engine: ['--engine', 'simulated', '--cost', 'mock:0ms'],
    send: ({ url }) => post(url, { prompt: 'a', max_tokens: 20_000_000 }),
    expect: [200, 400],
  }),
  attack('a stop string that almost matches for 60,000 characters', {
    send: ({ url }) =>
      post(url, { prompt: `${'a'.repeat(60_000)}c`, stop: [`${'a'.repeat(60_000)}b`], max_tokens: 8 }),
    expect: [200, 400],
  }),
  attack('a body of brackets, and one of a million keys', {
    send: async ({ url }) => {
      const keys = Array.from({ length: 90_000 }, (_, i) => `"k${i}":1`).join(',');
      return [
        ...(await raw(url, '['.repeat(1_000_000))),
        ...(await raw(url, `{"prompt":"a","metadata":{${keys}}}`)),
      ];
    },
    expect: [200, 400],
  }),
  attack('streams that are not read', {
    options: ['--stall-timeout', '2s', '--batch-size', '64', '--max-queue-size', '1024'],
    send: async ({ port }, { short }) => {
      const sockets = await openSockets(port, short ? 50 : 200, {
        prompt: 'a',
        max_tokens: 20_000,
        stream: true,
      });
      await pause(short ? 4000 : 10_000);
      for (const socket of sockets) socket.destroy();
      return [];
    },
    expect: [],
    maxPeakMB: 500,
  }),
  attack('bodies that do not end', {
    send: async ({ port }, { short }) => {
      const sockets = await openSockets(port, short ? 200 : 1000, { prompt: 'a'.repeat(900_000) }, 16);
      await pause(2000);
      for (const socket of sockets) socket.destroy();
      return [];
    },
    expect: [],
    maxPeakMB: 500,
  }),
  attack('a page of another origin', {
    send: async ({ port }) => [
      await statusOf(port, 'GET /v1/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
      await statusOf(port, 'GET /metrics HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n'),
    ],
    expect: [403, 421],
  }),
];

function attack(name, { engine = ['--engine', 'simulated'], options = [], send, expect, ...limits }) {
  return { name, run: (sizes) => tried({ engine, options, send, expect, ...limits }, sizes) };
}

async function tried(
  { engine, options, send, expect, maxPeakMB = 400, bystanders: withOthers = true },
  sizes,
) {
  const cost = engine.length === 2 ? ['--cost', 'affine:prefill=2ms,step=1ms'] : [];
  const server = await ServerProcess.start([...engine, ...cost, ...options]);
  const bystanders = new Bystanders(server.url);
  if (withOthers) bystanders.start();
  await server.watch();
  const statuses = [await send(server, sizes)].flat();
  await bystanders.stop();
  const { stall, bare } = await server.longestStall();
  const livesOn = server.lives;
  const peak = server.peakMegabytes;
  const { code } = await server.stop();
  const strange = statuses.filter((status) => !expect.includes(status));
  return {
    ...(withOthers && bystanders.figures),
    'peak MB': peak,
    'stall ms': stall,
    'bare ms': bare,
    faults: [
      ...(withOthers ? bystanders.faults : []),
      ...(livesOn ? [] : [`the server ended: ${server.errors}`]),
      ...(code === 0 ? [] : [`after SIGTERM the exit code was ${code}`]),
      ...(strange.length > 0 ? [`expected status ${expect.join(' or ')}, got ${strange.join(', ')}`] : []),
      ...(stall > STALL_MS[sizes.short ? 'short' : 'long'] + 2 * bare
        ? [`silent for ${stall} ms, a bare server for ${bare} ms`]
        : []),
      ...(peak > maxPeakMB ? [`memory rose to ${peak} MB (at most ${maxPeakMB})`] : []),
    ],
  };
}

function repeat(times, ask) {
  return Promise.all(Array.from({ length: times }, ask));
}

/** @returns {Promise<number>} the status; 0 where the connection broke */
async function post(url, body, headers = {}) {
  const [status] = await raw(url, JSON.stringify(body), headers);
  return status;
}

async function raw(url, body, headers = {}) {
  const response = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  }).catch(() => null);
  await response?.text().catch(() => '');
  return [response?.status ?? 0];
}

/** Connections that send a request, or all but its last bytes, and then read nothing. */
async function openSockets(port, count, body, missingBytes = 0) {
  const text = JSON.stringify(body);
  const head =
    `POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
    `content-length: ${text.length}\r\n\r\n`;
  const sockets = [];
  for (let i = 0; i < count; i++) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    socket.write(head + text.slice(0, text.length - missingBytes));
    sockets.push(socket);
  }
  return sockets;
}

/** The status of the answer to bytes. */
async function statusOf(port, bytes) {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
}
