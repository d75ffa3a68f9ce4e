import type { FastifyInstance } from 'fastify';
import { ApiError } from '../error-table.js';
import { shown } from '../parameters/shown.js';
import type { ServerContext } from '../server-context.js';

/** Above the names of models. */
export const MODEL = '/v1/models/';

/** The one model that is served, as OpenAI's API lists models; its context length by vLLM's name for it. */
export function serveModels(app: FastifyInstance, { settings }: ServerContext): void {
  const { engine, modelName } = settings;
  const { contextTokens } = engine.limits;
  const model = {
    id: modelName,
    object: 'model',
    created: Math.floor(Date.now() / 1000),
    owned_by: 'lockstep',
    max_model_len: contextTokens === Infinity ? null : contextTokens,
  };
  app.get('/v1/models', async () => ({ object: 'list', data: [model] }));
  // A name may have slashes in it.
  app.get<{ Params: { '*': string } }>(`${MODEL}*`, async ({ params }) => {
    refuseUnknownModel(params['*'], modelName);
    return model;
  });
}

/** @throws ApiError for another model than the one that is served; none named means that one */
export function refuseUnknownModel(named: string | undefined, served: string): void {
  if (named === undefined || named === served) return;
  throw new ApiError(
    'unknown_model',
    `model: expected ${shown(served)}, the one served here, got ${shown(named)}`,
    {
      param: 'model',
    },
  );
}
