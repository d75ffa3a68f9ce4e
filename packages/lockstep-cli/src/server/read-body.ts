import { isUtf8 } from 'node:buffer';
import { createGunzip, createInflate } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { ApiError } from './error-table.js';
import { jsonFault } from './json-fault.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** How bodies may be compressed, by their name in the header `content-encoding`. */
const INFLATERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate } as const;
const ENCODINGS = 'gzip, deflate';

/**
 * Most members and elements of a body. To parse 1 MiB of text takes a few milliseconds; to parse as many small values as
 * fit into it takes some hundred, and holds up everything else meanwhile.
 */
const MOST_VALUES = 20_000;

/**
 * Reads bodies as JSON, and nothing else: Fastify would take plain text too, and put signs of its own in the place of
 * bytes that are no text. A member that is named `__proto__` or `constructor` is a member like any other, since nothing
 * that was read is ever merged into another object.
 * @param limit most bytes of a body, compressed and inflated
 */
export function readBodies(app: FastifyInstance, limit: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body: Buffer, done) => {
    try {
      done(null, parse(body));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('preParsing', (request, _, payload, done) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
    if (encoding === '' || encoding === 'identity') return done(null, payload);
    if (!isInflatable(encoding)) return done(unknownEncoding(encoding));
    done(null, inflate(payload, encoding, limit));
  });
}

function parse(body: Buffer): unknown {
  if (body.length === 0) throw new ApiError('invalid', 'body: expected JSON, got nothing');
  if (!isUtf8(body)) throw new ApiError('invalid', 'body: expected UTF-8 text, got other bytes');
  if (countValues(body) > MOST_VALUES) {
    throw new ApiError(
      'invalid',
      `body: expected at most ${MOST_VALUES} members and elements in all, got more`,
    );
  }
  const text = body.toString().replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = jsonFault(text);
    if (fault === null) throw error;
    const { line, column, expected, got } = fault;
    const found = got === null ? 'the end of the text' : JSON.stringify(got);
    throw new ApiError(
      'invalid',
      `body: expected JSON; at line ${line}, column ${column}: expected ${expected}, got ${found}`,
    );
  }
}

/** Members, elements, lists and objects: as many as there are commas and opening brackets outside of strings. */
function countValues(json: Buffer): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else inString = byte !== QUOTE;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) count++;
  }
  return count;
}

function isInflatable(encoding: string): encoding is keyof typeof INFLATERS {
  return Object.hasOwn(INFLATERS, encoding);
}

function unknownEncoding(encoding: string): ApiError {
  const message = `content-encoding: expected ${ENCODINGS} or none, got ${JSON.stringify(encoding.slice(0, 80))}`;
  return new ApiError('media_type', message, { acceptEncoding: ENCODINGS });
}

/** Inflates a body no further than to the limit, however far it would go. */
function inflate(payload: RequestPayload, encoding: keyof typeof INFLATERS, limit: number): RequestPayload {
  const inflater = INFLATERS[encoding]();
  let length = 0;
  const give = (error: Error) => {
    payload.unpipe(inflater);
    inflater.destroy(error);
  };
  inflater.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit) give(new ApiError('too_large'));
  });
  // The framework stops to listen once it has refused a body; an error without a listener would end the process.
  inflater.on('error', () => {});
  payload.once('error', give);
  // A client that goes amid its body: nothing more comes, and a pipe does not tell.
  payload.once('close', () => {
    if (!payload.readableEnded) give(new ApiError('cancelled'));
  });
  // What the framework compares with content-length.
  Object.defineProperty(inflater, 'receivedEncodedLength', { get: () => inflater.bytesWritten });
  return payload.pipe(inflater);
}
