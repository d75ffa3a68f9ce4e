import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './error-table.js';

/** A body that says that it has no more than this is counted at once; a larger one as it comes. */
const SMALL_BYTES = 16 * 1024;
/** When to try again: most bodies are answered by then. */
const RETRY_MS = 1000;

/**
 * Bounds the bytes of all request bodies together, from their first byte until they are answered. Those for which there
 * is no room are refused with 503.
 * @param limit bytes, ≥ 1
 */
export function boundBodies(app: FastifyInstance, limit: number): void {
  let held = 0;
  const refusal = () =>
    new ApiError(
      'busy',
      `the server holds as many bytes of requests as it may (${limit} in all, --total-body-limit); try again later`,
      { retryAfterMs: RETRY_MS },
    );

  app.addHook('preParsing', (request, reply, payload, done) => {
    const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
    const encoding = request.headers['content-encoding'];
    if (length === undefined && transfer === undefined) return done(null, payload);
    let own = 0;
    const take = (bytes: number): boolean => {
      if (held + bytes > limit) return false;
      own += bytes;
      held += bytes;
      return true;
    };
    reply.raw.once('close', () => {
      held -= own;
      own = 0;
    });
    // One that is compressed counts as it is inflated.
    const declared = transfer === undefined && encoding === undefined ? Number(length) : Infinity;
    if (declared !== Infinity && held + declared > limit) return done(refusal());
    if (declared <= SMALL_BYTES) {
      take(declared);
      return done(null, payload);
    }
    const counted = new Transform({
      transform(chunk: Buffer, _, next) {
        if (take(chunk.length)) next(null, chunk);
        else next(refusal());
      },
    });
    // The framework stops to listen once it has refused a body; an error without a listener would end the process.
    counted.on('error', () => {});
    // Not a pipeline: that would end the connection with the body, and the client is to hear why.
    payload.once('error', (error) => counted.destroy(error));
    // Of a body that is compressed, the framework compares its length before it was inflated with content-length.
    Object.defineProperty(counted, 'receivedEncodedLength', { get: () => payload.receivedEncodedLength });
    done(null, payload.pipe(counted));
  });
}
