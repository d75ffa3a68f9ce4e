import { ApiError } from '../error-table.js';
import { type Given, isObject } from './read.js';
import { sameJson } from './same-json.js';
import { shown } from './shown.js';

/** Parameters that change nothing about an answer: any value will do. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  // OpenAI's: what is stored, counted or kept in a cache.
  'metadata',
  'prediction',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
  'store',
  'user',
  // Those of vLLM, SGLang and llama.cpp: caches, and how reasoning is told where there is none.
  'cache_prompt',
  'cache_salt',
  'include_reasoning',
  'separate_reasoning',
  'session_id',
  'stream_reasoning',
]);

/** Values of a parameter that ask for what happens anyway. */
interface Neutral {
  /** In words. */
  readonly expected: string;
  accepts(value: unknown, given: Given): boolean;
}

/**
 * Parameters that no engine here knows, with the values that ask for nothing: many clients send them anyway. Null is
 * neutral for every parameter.
 */
const NEUTRAL: Readonly<Record<string, Neutral>> = {
  // OpenAI's.
  best_of: { expected: 'the same as n', accepts: (value, { n }) => value === (n ?? 1) },
  echo: only(false),
  frequency_penalty: only(0),
  function_call: only('none', 'auto'),
  functions: only([]),
  logit_bias: { expected: '{} or biases of 0', accepts: isNoBias },
  logprobs: only(false),
  modalities: only(['text']),
  parallel_tool_calls: only(true, false),
  presence_penalty: only(0),
  reasoning_effort: only('none'),
  response_format: only({ type: 'text' }),
  service_tier: only('auto', 'default'),
  suffix: only(''),
  tool_choice: only('none', 'auto'),
  tools: only([]),
  top_logprobs: only(0),
  verbosity: only('medium'),

  // Those of vLLM and SGLang.
  add_generation_prompt: only(true),
  bad_words: only([]),
  chat_template_kwargs: only({}),
  continue_final_message: only(false),
  custom_params: only({}),
  detokenize: only(true),
  documents: only([]),
  early_stopping: only(false),
  include_stop_str_in_output: only(false),
  kv_transfer_params: only({}),
  length_penalty: only(1),
  logits_processors: only([]),
  media_io_kwargs: only({}),
  min_p: only(0),
  min_tokens: only(0),
  mm_processor_kwargs: only({}),
  no_stop_trim: only(false),
  priority: only(0),
  repetition_penalty: only(1),
  return_hidden_states: only(false),
  return_prompt_text: only(false),
  return_token_ids: only(false),
  return_tokens_as_token_ids: only(false),
  skip_special_tokens: only(true),
  // Between special tokens, which no text has.
  spaces_between_special_tokens: only(true, false),
  stop_regex: only([]),
  stop_token_ids: only([]),
  top_k: only(-1, 0),
  // Of what is not truncated.
  truncation_side: only('left', 'right'),
  use_beam_search: only(false),
  vllm_xargs: only({}),
  watermarking: only(false),

  // Those of llama.cpp.
  dry_multiplier: only(0),
  dynatemp_range: only(0),
  grammar: only(''),
  mirostat: only(0),
  n_keep: only(0),
  n_probs: only(0),
  post_sampling_probs: only(false),
  repeat_penalty: only(1),
  return_progress: only(false),
  timings_per_token: only(false),
  top_n_sigma: only(-1),
  typical_p: only(1),
  xtc_probability: only(0),

  // What clients mean to leave out before they send.
  extra_body: only({}),
};

/** Values that ask for nothing at one endpoint and for something at the other. */
export type EndpointNeutral = Readonly<Record<string, readonly unknown[]>>;

/**
 * Looks for parameters that would be ignored.
 * @param known those that the endpoint reads
 * @param here values that are neutral at this endpoint alone
 * @throws ApiError naming the first that is unknown, or asks for something that no engine can do
 */
export function refuseUnknown(given: Given, known: ReadonlySet<string>, here: EndpointNeutral): void {
  for (const name in given) {
    const value = given[name];
    if (known.has(name) || WITHOUT_EFFECT.has(name) || value === null) continue;
    const neutral = neutralOf(name, here);
    if (neutral === null) {
      throw new ApiError('unsupported', `${name}: this server knows no such parameter`, { param: name });
    }
    if (neutral.accepts(value, given)) continue;
    throw new ApiError(
      'unsupported',
      `${name}: this server cannot do that; expected ${neutral.expected}, got ${shown(value)}`,
      { param: name },
    );
  }
}

function neutralOf(name: string, here: EndpointNeutral): Neutral | null {
  if (Object.hasOwn(here, name)) return only(...here[name]!);
  return Object.hasOwn(NEUTRAL, name) ? NEUTRAL[name]! : null;
}

function only(...values: readonly unknown[]): Neutral {
  return {
    expected: values.map((value) => JSON.stringify(value)).join(' or '),
    accepts: (value) => values.some((each) => sameJson(value, each)),
  };
}

function isNoBias(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((bias) => bias === 0);
}
