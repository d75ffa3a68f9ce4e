import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { jsonPieces } from './json-pieces.js';
import type { OpenAnswers } from './open-answers.js';

/** An answer with texts up to this is written at once (UTF-16 code units). */
const LARGE = 64 * 1024;

/** Whether an answer with these texts is to be sent in pieces. */
export function isLarge(results: readonly { readonly text: string }[]): boolean {
  let length = 0;
  for (const { text } of results) length += text.length;
  return length > LARGE;
}

/**
 * Has a large answer made and sent in pieces, as fast as its client reads, and counted while it waits. The event loop
 * turns between two pieces, so that others are served meanwhile.
 * @param answer plain data
 * @returns what to send as the answer
 */
export async function inPieces(
  answer: object,
  reply: FastifyReply,
  openAnswers: OpenAnswers,
): Promise<Readable> {
  const { socket } = reply.request.raw;
  // The length stands before the text. To keep what was measured would hold the answer twice.
  let left = 0;
  for (const piece of jsonPieces(answer)) {
    left += Buffer.byteLength(piece);
    await turn();
  }
  reply.headers({ 'content-type': 'application/json; charset=utf-8', 'content-length': left });
  const waits = (bytes: number) => {
    left -= bytes;
    openAnswers.waits(socket, -bytes);
  };
  const pieces = jsonPieces(answer);
  const stream = new Readable({
    read() {
      // In a turn of its own: to a client that reads fast enough it would else be sent in one.
      setImmediate(() => {
        if (this.destroyed) return;
        const { value, done } = pieces.next();
        if (done === true) return void this.push(null);
        const bytes = Buffer.from(value);
        waits(bytes.length);
        this.push(bytes);
      });
    },
    destroy(error, closed) {
      waits(left);
      closed(error);
    },
  });
  openAnswers.waits(socket, left);
  return stream;
}
