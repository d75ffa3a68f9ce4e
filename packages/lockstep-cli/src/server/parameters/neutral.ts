import { ApiError } from '../error-table.js';
import type { Given } from './read.js';
import { asJson, shown } from './shown.js';

/** Parameters that change nothing about an answer: any value will do. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'metadata',
  'prompt_cache_key',
  'safety_identifier',
  'store',
  'user',
]);

/**
 * Parameters that no engine here knows, with the values that ask for nothing: many clients send them anyway. Null is
 * neutral for every parameter.
 */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  best_of: [1],
  echo: [false],
  frequency_penalty: [0],
  function_call: ['none', 'auto'],
  functions: [[]],
  logit_bias: [{}],
  logprobs: [false],
  min_p: [0],
  modalities: [['text']],
  parallel_tool_calls: [true, false],
  presence_penalty: [0],
  reasoning_effort: ['none'],
  repetition_penalty: [1],
  response_format: [{ type: 'text' }],
  service_tier: ['auto', 'default'],
  suffix: [''],
  tool_choice: ['none', 'auto'],
  tools: [[]],
  top_k: [-1, 0],
  top_logprobs: [0],
};

/**
 * Looks for parameters that would be ignored.
 * @param known those that the endpoint reads
 * @throws ApiError naming the first that is unknown, or asks for something that no engine can do
 */
export function refuseUnknown(given: Given, known: ReadonlySet<string>): void {
  for (const name in given) {
    if (known.has(name) || WITHOUT_EFFECT.has(name) || given[name] === null) continue;
    if (!Object.hasOwn(NEUTRAL, name)) {
      throw new ApiError('unsupported', `${name}: this server knows no such parameter`, { param: name });
    }
    const neutral = NEUTRAL[name]!.map((value) => JSON.stringify(value));
    if (neutral.some((value) => value === asJson(given[name]))) continue;
    throw new ApiError(
      'unsupported',
      `${name}: this server cannot do that; expected ${neutral.join(' or ')}, got ${shown(given[name])}`,
      { param: name },
    );
  }
}
