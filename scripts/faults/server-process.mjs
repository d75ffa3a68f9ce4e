import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export const PROGRAM = fileURLToPath(new URL('../../packages/lockstep-cli/bin/lockstep.js', import.meta.url));

const STARTED_WITHIN_MS = 60_000;
const ENDED_WITHIN_MS = 30_000;

/** `lockstep serve` as a user starts it, watched from outside. */
export class ServerProcess {
  /** What it printed on stderr, for the reasons of a failure. */
  errors = '';
  #probe = null;
  #peakKiB = 0;

  constructor(child, port) {
    this.child = child;
    this.port = port;
    this.ended = once(child, 'exit');
    this.#sampler = setInterval(() => this.#sample(), 50);
  }

  #sampler;

  /**
   * @param {string[]} words options of `lockstep serve`; a free port is chosen
   * @param {{ stdio?: import('node:child_process').StdioOptions, env?: Record<string, string> }} options
   */
  static async start(words, { stdio = ['ignore', 'pipe', 'pipe'], env = {} } = {}) {
    const port = await freePort();
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', String(port), ...words], {
      stdio,
      env: { ...process.env, ...env },
    });
    const server = new ServerProcess(child, port);
    child.stdout?.resume();
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text) => (server.errors = (server.errors + text).slice(-4000)));
    const giveUpAt = Date.now() + STARTED_WITHIN_MS;
    while (!(await server.isReady())) {
      if (child.exitCode !== null) throw new Error(`the server ended at once: ${server.errors}`);
      if (Date.now() > giveUpAt) throw new Error(`the server was not ready: ${server.errors}`);
      await pause(50);
    }
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async isReady() {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Whether the process has not ended. */
  get lives() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** From now on the longest silence of /health/live is measured, in a thread whose own loop is free. */
  async watch() {
    const ports = [this.port, await bareServer()];
    this.#probe = new Worker(new URL('probe.mjs', import.meta.url), { workerData: { ports } });
    await once(this.#probe, 'message');
  }

  /** @returns {Promise<{ stall: number, bare: number }>} the longest silence since `watch`, and that of a bare server (ms) */
  async longestStall() {
    this.#probe.postMessage('end');
    const [[stall, bare]] = await once(this.#probe, 'message');
    return { stall: Math.round(stall), bare: Math.round(bare) };
  }

  get peakMegabytes() {
    this.#sample();
    return Math.round(this.#peakKiB / 1024);
  }

  /**
   * Sends a signal, and waits for the end.
   * @returns {Promise<{ code: number | null, ms: number }>} null for a process that had to be killed
   */
  async stop(signal = 'SIGTERM') {
    const startedAt = performance.now();
    if (this.lives) this.child.kill(signal);
    const inTime = await Promise.race([
      this.ended.then(() => true),
      pause(ENDED_WITHIN_MS).then(() => false),
    ]);
    if (!inTime) {
      this.child.kill('SIGKILL');
      await this.ended;
    }
    clearInterval(this.#sampler);
    return { code: inTime ? this.child.exitCode : null, ms: Math.round(performance.now() - startedAt) };
  }

  #sample() {
    this.#peakKiB = Math.max(this.#peakKiB, peakKiB(this.child.pid));
  }
}

/** A server without any work, in a process of its own: how long it is silent says how busy the machine is. */
let bare = null;

async function bareServer() {
  bare ??= startBareServer();
  return bare;
}

async function startBareServer() {
  const program = `
    const server = require('node:http').createServer((request, response) => response.end());
    server.listen(0, '127.0.0.1', () => process.send(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [port] = await once(child, 'message');
  child.unref();
  child.channel.unref();
  process.once('exit', () => child.kill());
  return port;
}

/** The most memory that a process has had (KiB); 0 once it has ended. */
export function peakKiB(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
