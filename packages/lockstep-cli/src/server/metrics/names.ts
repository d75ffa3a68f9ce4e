/** By whose names the metrics go: our own, or those of vLLM where it has the same. */
export const METRIC_NAMES = ['lockstep', 'vllm'] as const;

export type MetricNames = (typeof METRIC_NAMES)[number];

/** Series of vLLM (V1), by our names without prefix. */
const OF_VLLM: Readonly<Record<string, string>> = {
  num_requests_waiting: 'num_requests_waiting',
  num_requests_running: 'num_requests_running',
  e2e_request_latency_seconds: 'e2e_request_latency_seconds',
  time_to_first_token_seconds: 'time_to_first_token_seconds',
  time_per_output_token_seconds: 'request_time_per_output_token_seconds',
  request_queue_time_seconds: 'request_queue_time_seconds',
  request_inference_time_seconds: 'request_inference_time_seconds',
  request_prompt_tokens: 'request_prompt_tokens',
  request_generation_tokens: 'request_generation_tokens',
  prompt_tokens_total: 'prompt_tokens_total',
  generation_tokens_total: 'generation_tokens_total',
  request_success_total: 'request_success_total',
};

/** A series' whole name. What vLLM does not have keeps ours. */
export function seriesName(name: string, names: MetricNames): string {
  const known = names === 'vllm' ? OF_VLLM[name] : undefined;
  return known === undefined ? `lockstep_${name}` : `vllm:${known}`;
}

/** The labels of every series: vLLM's have the number of the engine too. */
export function commonLabels(modelName: string, names: MetricNames): Record<string, string> {
  return { model_name: modelName, ...(names === 'vllm' && { engine: '0' }) };
}
