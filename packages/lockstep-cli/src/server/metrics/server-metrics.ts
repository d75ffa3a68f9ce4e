import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BatcherStats } from 'lockstep/batcher';
import type { DecisionMember, DecisionRecord } from 'lockstep/core';
import type { Release } from 'lockstep/metrics';
import type { ErrorReason } from '../error-table.js';
import {
  FIRST_TOKEN_BUCKETS,
  LATENCY_BUCKETS,
  PER_TOKEN_BUCKETS,
  RATIO_BUCKETS,
  sizeBuckets,
} from './buckets.js';

/** Where vLLM's names begin with `vllm:`. */
const PREFIX = 'lockstep:';

export interface MetricsOptions {
  readonly modelName: string;
  readonly maxBatchSize: number;
  readonly release: Release;
  /** Asked whenever someone reads the metrics. */
  readonly stats: () => BatcherStats;
}

/** What a server counts and measures, for Prometheus: vLLM's series under our prefix, and those of a static batch. */
export class ServerMetrics {
  /** Of this server alone, so that a process may have several. */
  private readonly registry = new Registry();
  readonly contentType = this.registry.contentType;

  private readonly latency = this.histogram(
    'e2e_request_latency_seconds',
    'From the moment a request entered the queue until its answer left.',
    LATENCY_BUCKETS,
  );
  private readonly firstToken = this.histogram(
    'time_to_first_token_seconds',
    'From the moment a request entered the queue until its first token left.',
    FIRST_TOKEN_BUCKETS,
  );
  private readonly perToken = this.histogram(
    'time_per_output_token_seconds',
    'Mean time between two tokens of a request, over requests with at least two.',
    PER_TOKEN_BUCKETS,
  );
  private readonly queueTime = this.histogram(
    'request_queue_time_seconds',
    'From the moment a request entered the queue until its batch started: blocked and forming together.',
    LATENCY_BUCKETS,
  );
  private readonly blocked = this.histogram(
    'request_blocked_seconds',
    'The part of the queue time in which the engine was busy.',
    FIRST_TOKEN_BUCKETS,
  );
  private readonly forming = this.histogram(
    'request_forming_seconds',
    'The part of the queue time in which the engine was free and the batch was held open.',
    FIRST_TOKEN_BUCKETS,
  );
  private readonly execution = this.histogram(
    'batch_execution_seconds',
    'From the start of a batch until its end.',
    LATENCY_BUCKETS,
  );
  private readonly size: Histogram;
  private readonly occupancy = this.histogram(
    'batch_occupancy_ratio',
    'Requests in a batch, of the most that it may have.',
    RATIO_BUCKETS,
  );
  private readonly decodeWaste = this.histogram(
    'batch_decode_waste_ratio',
    'Share of the output slots of a batch that held no token of an answer.',
    RATIO_BUCKETS,
  );
  private readonly paddingWaste = this.histogram(
    'batch_padding_waste_ratio',
    'Share of the prompt slots of a batch that held no token of a prompt.',
    RATIO_BUCKETS,
  );
  private readonly batches = this.counter('batches_total', 'Batches that have ended, by why they started.', [
    'closed_by',
  ]);
  private readonly reruns = this.counter(
    'batch_reruns_total',
    'Runs of parts of a batch after it had failed as a whole.',
  );
  private readonly promptTokens = this.counter('prompt_tokens_total', 'Prompt tokens in batches.');
  private readonly generationTokens = this.counter('generation_tokens_total', 'Tokens generated.');
  private readonly success = this.counter('request_success_total', 'Requests answered, by how they ended.', [
    'finished_reason',
  ]);
  private readonly failures = this.counter(
    'request_failures_total',
    'Calls of the API that were not answered, by why not.',
    ['reason'],
  );

  constructor(private readonly options: MetricsOptions) {
    const { modelName, maxBatchSize, stats } = options;
    this.registry.setDefaultLabels({ model_name: modelName });
    this.size = this.histogram('batch_size', 'Requests in a batch.', sizeBuckets(maxBatchSize));
    this.gauge('num_requests_waiting', 'Requests in the queue.', () => stats().waiting);
    this.gauge(
      'num_requests_running',
      'Requests in the running batch without an answer.',
      () => stats().running,
    );
  }

  batch({ startedAt, endedAt, reason, members, longestPrompt, longestOutput, reruns }: DecisionRecord): void {
    const { length: size } = members;
    this.batches.inc({ closed_by: reason });
    this.reruns.inc(reruns.length);
    this.size.observe(size);
    this.occupancy.observe(size / this.options.maxBatchSize);
    this.execution.observe(seconds(endedAt - startedAt));
    let promptTokens = 0;
    let outputTokens = 0;
    for (const member of members) {
      promptTokens += member.promptTokens;
      outputTokens += member.outputTokens;
      this.member(member, startedAt, endedAt);
    }
    this.promptTokens.inc(promptTokens);
    this.generationTokens.inc(outputTokens);
    if (longestPrompt > 0) this.paddingWaste.observe(1 - promptTokens / (size * longestPrompt));
    if (longestOutput > 0) this.decodeWaste.observe(1 - outputTokens / (size * longestOutput));
  }

  answered(finishedReason: string): void {
    this.success.inc({ finished_reason: finishedReason });
  }

  failed(reason: ErrorReason): void {
    this.failures.inc({ reason });
  }

  /** Everything, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private member(
    { arrivedAt, blockedMs, formingMs, firstTokenAt, finishedAt, outputTokens, outcome }: DecisionMember,
    startedAt: number,
    endedAt: number,
  ): void {
    this.queueTime.observe(seconds(startedAt - arrivedAt));
    this.blocked.observe(seconds(blockedMs));
    this.forming.observe(seconds(formingMs));
    if (outcome !== 'completed') return;
    const { release } = this.options;
    const releasedAt = release === 'batch' ? endedAt : finishedAt;
    this.latency.observe(seconds(releasedAt - arrivedAt));
    if (firstTokenAt === null) return;
    this.firstToken.observe(seconds((release === 'token' ? firstTokenAt : releasedAt) - arrivedAt));
    if (outputTokens > 1) this.perToken.observe(seconds((finishedAt - firstTokenAt) / (outputTokens - 1)));
  }

  private histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: PREFIX + name, help, buckets, registers: [this.registry] });
  }

  private counter<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.registry],
      collect() {
        this.set(value());
      },
    });
  }
}

function seconds(ms: number): number {
  return ms / 1000;
}
