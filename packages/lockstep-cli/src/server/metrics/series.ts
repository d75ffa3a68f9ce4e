import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { CLOSE_REASONS } from 'lockstep/core';
import { ERRORS } from '../error-table.js';
import {
  FIRST_TOKEN_BUCKETS,
  LATENCY_BUCKETS,
  PER_TOKEN_BUCKETS,
  RATIO_BUCKETS,
  sizeBuckets,
  TOKEN_BUCKETS,
} from './buckets.js';
import { type MetricNames, seriesName } from './names.js';

/** Makes series of a registry, under the names that were asked for. */
export class SeriesMaker {
  constructor(
    private readonly registry: Registry,
    private readonly names: MetricNames,
  ) {}

  histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({
      name: seriesName(name, this.names),
      help,
      buckets,
      registers: [this.registry],
    });
  }

  /** @param labels the values of its one label: each is there from the start, so that its first increase is seen */
  counter<Label extends string = never>(
    name: string,
    help: string,
    labels: Partial<Record<Label, readonly string[]>> = {},
  ): Counter<Label> {
    const labelNames = Object.keys(labels) as Label[];
    const counter = new Counter({
      name: seriesName(name, this.names),
      help,
      labelNames,
      registers: [this.registry],
    });
    for (const label of labelNames) {
      for (const value of labels[label]!) counter.inc({ [label]: value } as Record<Label, string>, 0);
    }
    return counter;
  }

  gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: seriesName(name, this.names),
      help,
      registers: [this.registry],
      collect() {
        this.set(value());
      },
    });
  }
}

export type ServerSeries = ReturnType<typeof defineSeries>;

/** Every histogram and counter of a server. */
export function defineSeries(make: SeriesMaker, maxBatchSize: number) {
  return {
    size: make.histogram('batch_size', 'Requests in a batch.', sizeBuckets(maxBatchSize)),
    latency: make.histogram(
      'e2e_request_latency_seconds',
      'From the moment a request entered the queue until its answer left.',
      LATENCY_BUCKETS,
    ),
    firstToken: make.histogram(
      'time_to_first_token_seconds',
      'From the moment a request entered the queue until its first token left.',
      FIRST_TOKEN_BUCKETS,
    ),
    perToken: make.histogram(
      'time_per_output_token_seconds',
      'Mean time between two tokens of a request, over requests with at least two.',
      PER_TOKEN_BUCKETS,
    ),
    queueTime: make.histogram(
      'request_queue_time_seconds',
      'From the moment a request entered the queue until its batch started: blocked and forming together.',
      LATENCY_BUCKETS,
    ),
    inference: make.histogram(
      'request_inference_time_seconds',
      'From the start of its batch until the last token of a request.',
      LATENCY_BUCKETS,
    ),
    promptLength: make.histogram(
      'request_prompt_tokens',
      'Tokens of the prompt of a request.',
      TOKEN_BUCKETS,
    ),
    answerLength: make.histogram(
      'request_generation_tokens',
      'Tokens of the answer to a request.',
      TOKEN_BUCKETS,
    ),
    blocked: make.histogram(
      'request_blocked_seconds',
      'The part of the queue time in which the engine was busy.',
      FIRST_TOKEN_BUCKETS,
    ),
    forming: make.histogram(
      'request_forming_seconds',
      'The part of the queue time in which the engine was free and the batch was held open.',
      FIRST_TOKEN_BUCKETS,
    ),
    execution: make.histogram(
      'batch_execution_seconds',
      'From the start of a batch until its end.',
      LATENCY_BUCKETS,
    ),
    occupancy: make.histogram(
      'batch_occupancy_ratio',
      'Requests in a batch, of the most that it may have.',
      RATIO_BUCKETS,
    ),
    decodeWaste: make.histogram(
      'batch_decode_waste_ratio',
      'Share of the output slots of a batch that held no token of an answer.',
      RATIO_BUCKETS,
    ),
    paddingWaste: make.histogram(
      'batch_padding_waste_ratio',
      'Share of the prompt slots of a batch that held no token of a prompt.',
      RATIO_BUCKETS,
    ),
    batches: make.counter('batches_total', 'Batches that have ended, by why they started.', {
      closed_by: CLOSE_REASONS,
    }),
    reruns: make.counter('batch_reruns_total', 'Runs of parts of a batch after it had failed as a whole.'),
    promptTokens: make.counter('prompt_tokens_total', 'Prompt tokens in batches.'),
    generationTokens: make.counter('generation_tokens_total', 'Tokens generated.'),
    success: make.counter('request_success_total', 'Requests answered, by how they ended.', {
      finished_reason: ['stop', 'length'],
    }),
    failures: make.counter('request_failures_total', 'Calls of the API that were not answered, by why not.', {
      reason: Object.keys(ERRORS),
    }),
    clientCalls: make.counter(
      'client_calls_total',
      'Calls of the API, by the name of the key that they came with; only where keys have names.',
      { client: [] },
    ),
    clientTokens: make.counter(
      'client_tokens_total',
      'Tokens of the prompts and answers of calls, by the name of the key that they came with.',
      { client: [] },
    ),
    connections: make.counter(
      'connections_ended_total',
      'Connections that the server ended: their clients stood still, or there were too many.',
      { reason: ['stalled', 'slow_body', 'unread', 'too_many'] },
    ),
  };
}
