import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GenerationRequest, GenerationResult, PreparedRequest } from 'lockstep/engine';
import { asApiError } from '../as-api-error.js';
import { stopWhenGone } from '../client.js';
import { TIMEOUT_HEADER, timeLeft } from '../deadline.js';
import type { Endpoint, Ending } from '../endpoints/index.js';
import { ApiError } from '../error-table.js';
import { answers, fanOut, refuseTooMany, type Ways } from '../generate.js';
import { type GenerationParameters, readGeneration } from '../parameters/generation.js';
import { refuseUnknown } from '../parameters/neutral.js';
import { isObject } from '../parameters/read.js';
import { shown } from '../parameters/shown.js';
import type { ServerContext } from '../server-context.js';
import { streamAnswers } from '../stream-answers.js';
import { usageOf } from '../usage.js';
import { refuseUnknownModel } from './models.js';

/** What a client asked for, checked; `prompts` times `parameters.n` answers. */
interface Asked {
  readonly prompts: readonly GenerationRequest['prompt'][];
  readonly parameters: GenerationParameters;
}

/** Serves one endpoint: read, prepare, submit, answer. */
export function serveEndpoint(app: FastifyInstance, endpoint: Endpoint, context: ServerContext): void {
  app.post(endpoint.path, (request, reply) => answer(endpoint, context, request, reply));
}

async function answer(
  endpoint: Endpoint,
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<object> {
  const { settings } = context;
  const stop = stopWhenGone(reply);
  const header = request.headers[TIMEOUT_HEADER];
  timeLeft(header, settings.requestTimeoutMs, reply.elapsedTime);
  const asked = read(endpoint, request.body, context);
  const { prompts, parameters } = asked;
  request.asked = {
    prompts: prompts.length,
    n: parameters.n,
    stream: parameters.stream,
    ...(settings.logPrompts && { texts: prompts }),
  };

  try {
    const prepared = await prepare(asked, context);
    const deadlineMs = timeLeft(header, settings.requestTimeoutMs, reply.elapsedTime);
    return await submit(endpoint, context, asked, prepared, { stop, deadlineMs }, request, reply);
  } catch (error) {
    throw asApiError(error, { otherwise: 'engine', promptParameter: endpoint.promptParameter });
  }
}

function read(endpoint: Endpoint, body: unknown, { settings }: ServerContext): Asked {
  if (!isObject(body)) throw new ApiError('invalid', `body: expected a JSON object, got ${shown(body)}`);
  const prompts = endpoint.prompts(body);
  const parameters = readGeneration(body);
  refuseUnknown(body, endpoint.known);
  refuseUnknownModel(parameters.model, settings.modelName);
  refuseTooMany(prompts.length * parameters.n, settings.maxQueueSize);
  return { prompts, parameters };
}

/** All that can be said about a request is said before it waits. */
function prepare(
  { prompts, parameters: { n, sampling } }: Asked,
  { settings: { engine } }: ServerContext,
): Promise<PreparedRequest[]> {
  return Promise.all(fanOut(prompts, n, sampling).map((request) => engine.prepare(request)));
}

async function submit(
  endpoint: Endpoint,
  context: ServerContext,
  { parameters: { n, stream, includeUsage } }: Asked,
  prepared: readonly PreparedRequest[],
  ways: Ways,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<object> {
  const { batcher, settings, metrics } = context;
  const envelope = {
    id: endpoint.idPrefix + randomUUID(),
    object: stream ? endpoint.chunkObject : endpoint.answerObject,
    created: Math.floor(Date.now() / 1000),
    model: settings.modelName,
  };
  const usage = (results: readonly GenerationResult[]) => usageOf(results, n);
  const done = (results: readonly GenerationResult[]) => {
    for (const { finishReason } of results) metrics.answered(finishReason);
    request.usage = usage(results);
  };
  if (!stream) {
    const results = await Promise.all(answers(batcher, prepared, ways));
    done(results);
    const choices = results.map(({ text, finishReason }, index) =>
      endpoint.choice(index, text, finishReason as Ending),
    );
    return { ...envelope, choices, usage: usage(results) };
  }
  const events = await streamAnswers({
    endpoint,
    envelope,
    start: (onPart) => answers(batcher, prepared, ways, settings.release === 'token' ? onPart : undefined),
    usage: includeUsage ? usage : null,
    onDone: done,
    failed: (error) => {
      const known = asApiError(error, { otherwise: 'engine', promptParameter: endpoint.promptParameter });
      context.report(known, request.log);
      return known;
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
