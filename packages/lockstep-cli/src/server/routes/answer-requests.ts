import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GenerationResult, PreparedRequest } from 'lockstep/engine';
import { asApiError } from '../as-api-error.js';
import { stopWhenGone } from '../client.js';
import { TIMEOUT_HEADER, timeLeft } from '../deadline.js';
import type { Endpoint, Ending } from '../endpoints/index.js';
import { ApiError } from '../error-table.js';
import { answers, type Ways } from '../generate.js';
import { clientOf } from '../origins.js';
import { type GenerationParameters, readGeneration } from '../parameters/generation.js';
import { refuseUnknown } from '../parameters/neutral.js';
import { isObject } from '../parameters/read.js';
import { shown } from '../parameters/shown.js';
import { type Asked, prepareAll, refuseTooLong, refuseTooMany, whileWanted } from '../prepare.js';
import { inPieces, isLarge } from '../send-in-pieces.js';
import type { ServerContext } from '../server-context.js';
import type { Stop } from '../stop.js';
import { streamAnswers } from '../stream-answers.js';
import { type Usage, usageOf } from '../usage.js';
import { refuseUnknownModel } from './models.js';

/** One call of an endpoint. */
interface Call {
  readonly endpoint: Endpoint;
  readonly context: ServerContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When the whole of it had come, by `performance.now()`. */
  readonly cameAt: number;
}

/** What a client asked for, checked. */
interface Checked {
  readonly asked: Asked;
  readonly parameters: GenerationParameters;
}

/** Serves one endpoint: read, prepare, submit, answer. */
export function serveEndpoint(app: FastifyInstance, endpoint: Endpoint, context: ServerContext): void {
  app.post(endpoint.path, (request, reply) =>
    answer({ endpoint, context, request, reply, cameAt: performance.now() }),
  );
}

async function answer(call: Call): Promise<object> {
  const { context } = call;
  context.retries.called();
  context.metrics.called(call.request.client);
  const stop = stopWhenGone(call.reply);
  // A wrong header is to be told of before anything is prepared.
  leftOf(call);
  const { asked, parameters } = read(call);
  try {
    const prepared = await prepareInPlace(call, asked, stop);
    // Nothing comes between that and the queue: the places that were kept for it are free again.
    const ways = { stop, timeoutMs: leftOf(call), client: clientOf(call.request) };
    return await (parameters.stream ? stream : whole)(call, parameters, prepared, ways);
  } catch (error) {
    throw failureOf(call, error);
  }
}

function read({ endpoint, request, context: { settings } }: Call): Checked {
  const { body } = request;
  if (!isObject(body)) throw new ApiError('invalid', `body: expected a JSON object, got ${shown(body)}`);
  const prompts = endpoint.prompts(body);
  const parameters = readGeneration(body);
  const { n, stream, sampling } = parameters;
  refuseUnknown(body, endpoint.known, endpoint.neutral);
  refuseUnknownModel(parameters.model, settings.modelName);
  refuseTooMany(prompts.length, n, settings.maxQueueSize);
  request.asked = { prompts: prompts.length, n, stream, ...(settings.logPrompts && { texts: prompts }) };
  return { asked: { prompts, n, sampling }, parameters };
}

/**
 * All that can be said about a request is said before it waits. The queue is asked first: what it has no place for is
 * not tokenised.
 */
async function prepareInPlace(call: Call, asked: Asked, stop: Stop): Promise<readonly PreparedRequest[]> {
  const { batcher, settings } = call.context;
  const free = batcher.reserve(asked.prompts.length * asked.n);
  try {
    return await whileWanted((signal) => prepareAll(settings.engine, asked, signal), stop, leftOf(call));
  } finally {
    free();
  }
}

async function whole(
  call: Call,
  { n }: GenerationParameters,
  prepared: readonly PreparedRequest[],
  ways: Ways,
): Promise<object> {
  const { endpoint, context, reply } = call;
  refuseTooLong(prepared, context.settings.totalUnreadLimit);
  const results = await Promise.all(answers(context.batcher, prepared, ways));
  const usage = done(call, n, results);
  const choices = results.map(({ text, finishReason }, index) =>
    endpoint.choice(index, text, finishReason as Ending),
  );
  // To spread it into a literal would take twenty times as long.
  const answer = Object.assign(envelope(call, endpoint.answerObject), { choices, usage });
  return isLarge(results) ? inPieces(answer, reply, context.openAnswers) : answer;
}

async function stream(
  call: Call,
  { n, includeUsage }: GenerationParameters,
  prepared: readonly PreparedRequest[],
  ways: Ways,
): Promise<object> {
  const { endpoint, context, request, reply } = call;
  const inParts = context.settings.release === 'token';
  const events = await streamAnswers({
    endpoint,
    envelope: envelope(call, endpoint.chunkObject),
    start: (onPart) => answers(context.batcher, prepared, ways, inParts ? onPart : undefined),
    usage: includeUsage ? (results) => usageOf(results, n) : null,
    waits: (bytes) => context.openAnswers.waits(request.raw.socket, bytes),
    onDone: (results) => done(call, n, results),
    failed: (error) => {
      const failure = failureOf(call, error);
      context.report(failure, request);
      return failure;
    },
  });
  return reply
    .headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // Proxies such as nginx would else collect the events.
      'x-accel-buffering': 'no',
    })
    .send(events);
}

function envelope({ endpoint, context: { settings } }: Call, object: string): object {
  return {
    id: endpoint.idPrefix + randomUUID(),
    object,
    created: Math.floor(Date.now() / 1000),
    model: settings.modelName,
  };
}

function done({ context, request }: Call, n: number, results: readonly GenerationResult[]): Usage {
  for (const { finishReason } of results) context.metrics.answered(finishReason);
  request.usage = usageOf(results, n);
  context.metrics.used(request.client, request.usage);
  return request.usage;
}

function leftOf({ request, cameAt, context: { settings } }: Call): number {
  const elapsedMs = performance.now() - cameAt;
  return timeLeft(request.headers[TIMEOUT_HEADER], settings.requestTimeoutMs, elapsedMs);
}

/** From here on, what nobody foresaw is the engine's failure. */
function failureOf({ endpoint: { promptParameter }, context }: Call, error: unknown): ApiError {
  return asApiError(error, {
    otherwise: 'engine',
    promptParameter,
    mayInvite: () => context.retries.invite(),
  });
}
