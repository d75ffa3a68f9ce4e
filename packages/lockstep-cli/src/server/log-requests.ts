import type { FastifyInstance } from 'fastify';
import type { DecisionRecord } from 'lockstep/core';
import type { GenerationRequest } from 'lockstep/engine';
import { hasGone, whyGone } from './client.js';
import { type ErrorReason, ERRORS } from './error-table.js';
import type { ServerContext } from './server-context.js';
import type { Usage } from './usage.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was asked for, once it has been read; texts only where prompts are logged. */
    asked: {
      readonly prompts: number;
      readonly n: number;
      readonly stream: boolean;
      readonly texts?: readonly GenerationRequest['prompt'][];
    } | null;
    /** What an answer cost, once it is complete. */
    usage: Usage | null;
    /** Why it got no answer, or lost it amid a stream whose status had been 200. */
    failure: ErrorReason | null;
  }
}

/** One line for each request when its connection is done with it, one for each batch at level debug. */
export function logRequests(app: FastifyInstance, { batcher, settings: { logger } }: ServerContext): void {
  app.decorateRequest('asked', null);
  app.decorateRequest('usage', null);
  app.decorateRequest('failure', null);
  if (logger === null) return;

  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      const { method, client, asked, usage } = request;
      const gone = hasGone(reply);
      const reason = gone ? whyGone(reply) : request.failure;
      // Some clients show their key in the query.
      const [url] = request.url.split('?');
      const status = gone ? ERRORS.cancelled.status : reply.statusCode;
      request.log.info(
        {
          ...(client !== null && { client }),
          method,
          url,
          status,
          ...(reason !== null && { reason }),
          ms: Math.round(reply.elapsedTime),
          ...asked,
          ...usage,
        },
        'request',
      );
    });
    done();
  });
  batcher.on('batch', ({ batch, reason, startedAt, endedAt, members, reruns }: DecisionRecord) => {
    logger.debug(
      {
        batch,
        closedBy: reason,
        size: members.length,
        executionMs: Math.round(endedAt - startedAt),
        outputTokens: members.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
        reruns: reruns.length,
      },
      'batch',
    );
  });
}
