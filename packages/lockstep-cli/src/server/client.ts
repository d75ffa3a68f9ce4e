import type { FastifyReply } from 'fastify';
import { ApiError } from './error-table.js';
import { Stop } from './stop.js';

/** Whether the connection was closed before the whole answer had been sent. */
export function hasGone({ raw }: FastifyReply): boolean {
  return raw.destroyed && !raw.writableFinished;
}

/** Aborts as soon as the client hangs up, before its answer or amid it. */
export function stopWhenGone(reply: FastifyReply): Stop {
  const stop = new Stop();
  const gone = () => {
    if (!reply.raw.writableFinished) stop.abort(new ApiError('cancelled'));
  };
  if (reply.raw.destroyed) gone();
  else reply.raw.once('close', gone);
  return stop;
}
