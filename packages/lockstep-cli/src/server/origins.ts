import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { PreparedRequest } from 'lockstep/engine';
import { isObject } from './parameters/read.js';

/**
 * Who asks, for the batcher to recognise a client whose requests keep failing: the name of its key or, where
 * that has none, the address that the connection comes from; and the name that the request gives its user, if any, since
 * many may ask through one proxy.
 */
export function clientOf({ client, ip, body }: FastifyRequest): string {
  const { safety_identifier: identifier, user } = isObject(body) ? body : {};
  return JSON.stringify([client === null ? 'address' : 'key', client ?? ip, identifier ?? user ?? null]);
}

/**
 * What each request of a call comes from: its client, and its prompt, which fails again whoever sends it. A prompt stands
 * as its hash: it may be long, and is remembered for a while.
 */
export function originsOf(client: string): (request: PreparedRequest) => readonly string[] {
  let hashed: PreparedRequest['request']['prompt'] | undefined;
  let origins: readonly string[] = [];
  return ({ request: { prompt } }) => {
    // The n answers to one prompt stand next to one another.
    if (prompt !== hashed) {
      const text = typeof prompt === 'string' ? prompt : JSON.stringify(prompt);
      origins = [client, `prompt ${createHash('sha256').update(text).digest('base64')}`];
      hashed = prompt;
    }
    return origins;
  };
}
