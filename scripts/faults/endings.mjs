import { once } from 'node:events';
import { connect } from 'node:net';
import { Bystanders } from './bystanders.mjs';
import { pause, ServerProcess } from './server-process.mjs';

const ENGINE = ['--engine', 'simulated', '--cost', 'affine:prefill=50ms,step=50ms', '--shutdown-delay', '0s'];

const TAKEN_WITHIN_MS = 30_000;

/** What ends around a server, or ends it: what was taken must be answered, and the process must go with code 0. */
export const ENDINGS = [
  ending('the reader of the log ends', ({ child }) => {
    child.stdout.destroy();
    child.stderr.destroy();
  }),
  ending('stderr is closed, then SIGTERM', ({ child }) => child.stderr.destroy()),
  ending('nothing reads the log, 2,000 requests are logged', undefined, {
    options: ['--log-level', 'debug', '--batch-size', '64'],
    cost: 'affine:prefill=1ms,step=0ms',
    mute: true,
    requests: 2000,
  }),
  ending('SIGHUP', undefined, { signal: 'SIGHUP' }),
  ending('SIGTERM on localhost, a client that does not read', ({ port }) => holdOpen(port), {
    options: ['--host', 'localhost', '--drain-timeout', '3s'],
    prepared: 8,
  }),
  ending('SIGTERM, a request that takes a day', ({ url }) => ask(url, 'forever', 1_000_000), {
    options: ['--drain-timeout', '2s', '--batch-size', '64'],
    prepared: 1,
    // They wait behind it, and get 503 once the drain's time is over.
    mayRefuse: true,
  }),
];

function ending(name, prepare, options = {}) {
  return { name, run: ({ short }) => tried(prepare ?? (() => {}), options, short) };
}

async function tried(
  prepare,
  { options = [], cost, mute = false, signal = 'SIGTERM', requests = 16, prepared = 0, mayRefuse = false },
  short,
) {
  const engine = cost === undefined ? ENGINE : [...ENGINE.slice(0, 3), cost, ...ENGINE.slice(4)];
  const server = await ServerProcess.start([...engine, ...options]);
  if (mute) {
    server.child.stdout.pause();
    server.child.stderr.pause();
  }
  const others = new Bystanders(server.url);
  await others.ask('before');
  // What is prepared may go on for as long as the server lives.
  Promise.resolve(prepare(server)).catch(() => {});
  await pause(200);
  const count = short ? Math.min(requests, 500) : requests;
  const asking = [];
  for (let place = 0; place < count; place += 100) {
    const some = Array.from({ length: Math.min(100, count - place) }, (_, i) =>
      others.ask(`in-flight${place + i}`),
    );
    asking.push(...some);
    if (count > 100) await Promise.all(some);
  }
  await taken(server, others.sent + prepared);
  const livedOn = server.lives;
  const peak = server.peakMegabytes;
  const { code, ms } = await server.stop(signal);
  await Promise.all(asking);
  return {
    ...others.figures,
    'peak MB': peak,
    faults: [
      ...others.faults,
      ...(livedOn ? [] : ['the server ended before it was told to']),
      ...(others.refused > 0 && !mayRefuse
        ? [`${others.refused} requests that were taken got no answer`]
        : []),
      ...(code === 0 ? [] : [`the exit code was ${code} after ${ms} ms: ${server.errors}`]),
    ],
  };
}

/** Waits until the server has taken so many requests since its start: only what was taken must be answered. */
async function taken({ url }, count) {
  const giveUpAt = Date.now() + TAKEN_WITHIN_MS;
  for (;;) {
    if (Date.now() > giveUpAt) throw new Error(`the server did not take ${count} requests`);
    const text = await (await fetch(`${url}/metrics`)).text();
    const series = /^lockstep_(?:num_requests_waiting|num_requests_running|request_success_total)\S* (\d+)/gm;
    const inside = [...text.matchAll(series)].reduce((sum, [, found]) => sum + Number(found), 0);
    if (inside >= count) return;
    await pause(20);
  }
}

/** Asks for a stream of a few MB, and reads nothing of it. */
async function holdOpen(port) {
  const body = JSON.stringify({ prompt: 'a'.repeat(900_000), max_tokens: 4, n: 8, stream: true });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(
    `POST /v1/completions HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
}

async function ask(url, prompt, tokens) {
  await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt, max_tokens: tokens }),
  });
}
