import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { OpenAnswers } from './open-answers.js';

/** An answer up to this is written at once. Whether a client reads is seen from one piece to the next. */
const PIECE_BYTES = 64 * 1024;

/** Has large answers sent in pieces, as fast as their clients read, and counted while they wait. */
export function sendInPieces(app: FastifyInstance, openAnswers: OpenAnswers): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length <= PIECE_BYTES) return done(null, payload);
    const bytes = Buffer.from(payload);
    const { socket } = request.raw;
    let at = 0;
    const pieces = new Readable({
      read() {
        const piece = bytes.subarray(at, at + PIECE_BYTES);
        at += piece.length;
        openAnswers.waits(socket, -piece.length);
        this.push(piece.length === 0 ? null : piece);
      },
      destroy(error, closed) {
        openAnswers.waits(socket, at - bytes.length);
        at = bytes.length;
        closed(error);
      },
    });
    reply.header('content-length', bytes.length);
    openAnswers.waits(socket, bytes.length);
    done(null, pieces);
  });
}
