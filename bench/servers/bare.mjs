import { fastify } from 'fastify';
import { PATH } from './request.mjs';

/** The parameters that Lockstep's server reads, with the same ranges. */
const PARAMETERS = {
  type: 'object',
  required: ['prompt'],
  additionalProperties: false,
  properties: {
    model: { const: 'simulated' },
    prompt: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] },
    max_tokens: { type: 'integer', minimum: 1 },
    temperature: { type: 'number', minimum: 0, maximum: 2 },
    top_p: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    n: { type: 'integer', minimum: 1, maximum: 128 },
    seed: { type: 'integer' },
    stop: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, maxItems: 16 }] },
    stream: { type: 'boolean' },
    ignore_eos: { type: 'boolean' },
    user: { type: 'string' },
  },
};

/** A route that checks as much and answers as much, at once: no queue, no engine, no metrics, no client that may hang up. */
export function openServer() {
  // Fastify would drop unknown parameters and turn '8' into 8; Lockstep refuses both.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
  app.post(PATH, { schema: { body: PARAMETERS } }, async ({ body: { prompt, max_tokens } }) => ({
    id: 'cmpl-9cbd0ab6-a8a1-4ff4-9a54-a8dc1a7d1ef9',
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: 'simulated',
    choices: [
      {
        index: 0,
        text: `${prompt} ${'generated_text'.repeat(max_tokens / 2)}`,
        logprobs: null,
        finish_reason: 'length',
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: max_tokens, total_tokens: 12 + max_tokens },
  }));
  return app;
}
