import type { AddressInfo } from 'node:net';
import { mock } from 'lockstep/cost';
import { none } from 'lockstep/core';
import type { Engine } from 'lockstep/engine';
import { simulatedEngine } from 'lockstep/engine/simulated';
import OpenAI from 'openai';
import type { TestContext } from 'vitest';
import { createServer, type LockstepServer, type ServerOptions } from '../../src/server/index.js';
import { HandDrivenEngine } from './hand-driven-engine.js';

export interface RunningServer extends LockstepServer {
  readonly url: string;
  readonly port: number;
  /** The official client; it tries nothing twice, so that each answer is seen. */
  readonly client: OpenAI;
}

/** A server that listens on a port of its own for one test. Every batch starts at once unless the test says otherwise. */
export async function listen(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> {
  const engine = options.engine ?? instantEngine();
  const server = createServer({ wait: none(), ...options, engine });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await server.drain({ timeoutMs: 0 });
    await engine.dispose();
  });
  const { port } = server.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: options.apiKey ?? 'none', maxRetries: 0 });
  return { ...server, url, port, client };
}

/** The study's text, in no time. */
export function instantEngine(): Engine {
  return simulatedEngine({ cost: mock(), speed: Infinity, model: 'study', contextTokens: 4096 });
}

/** A server in front of an engine that the test drives. */
export async function listenByHand(
  context: Pick<TestContext, 'onTestFinished'>,
  options: Partial<ServerOptions> = {},
) {
  const engine = new HandDrivenEngine();
  return { engine, server: await listen(context, { ...options, engine }) };
}

/** What a metric of a server says now: the sum over its labels, or of those that are given. */
export async function metric(
  server: RunningServer,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  const { body } = await server.app.inject('/metrics');
  return body
    .split('\n')
    .filter((line) => line.startsWith(`lockstep_${name}{`))
    .filter((line) => Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Resolves once `done` is true of what the server's queue and batch hold. */
export async function until(
  server: LockstepServer,
  done: (stats: ReturnType<LockstepServer['batcher']['stats']>) => boolean,
) {
  while (!done(server.batcher.stats())) await new Promise((resolve) => setImmediate(resolve));
}
