import type { FastifyReply } from 'fastify';
import { ApiError } from './error-table.js';
import { wasEnded } from './open-answers.js';
import { Stop } from './stop.js';

/** Whether the connection was closed before the whole answer had been sent. */
export function hasGone({ raw }: FastifyReply): boolean {
  return raw.destroyed && !raw.writableFinished;
}

/** Why a client that has gone got no answer: it left, or was ended since it did not read. */
export function whyGone({ request }: FastifyReply): 'cancelled' | 'stalled' {
  return wasEnded(request.raw.socket) ? 'stalled' : 'cancelled';
}

/** Aborts as soon as the client hangs up, before its answer or amid it. */
export function stopWhenGone(reply: FastifyReply): Stop {
  const stop = new Stop();
  const gone = () => {
    if (!reply.raw.writableFinished) stop.abort(new ApiError(whyGone(reply)));
  };
  if (reply.raw.destroyed) gone();
  else reply.raw.once('close', gone);
  return stop;
}
