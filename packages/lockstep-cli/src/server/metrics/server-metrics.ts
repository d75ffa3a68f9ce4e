import { Registry } from 'prom-client';
import type { BatcherStats } from 'lockstep/batcher';
import type { DecisionMember, DecisionRecord } from 'lockstep/core';
import type { Engine } from 'lockstep/engine';
import type { Release } from 'lockstep/metrics';
import type { ErrorReason } from '../error-table.js';
import type { EndedFor } from '../open-answers.js';
import type { Usage } from '../usage.js';
import { commonLabels, type MetricNames } from './names.js';
import { processMetrics } from './process-metrics.js';
import { defineSeries, SeriesMaker, type ServerSeries } from './series.js';

export interface MetricsOptions {
  readonly modelName: string;
  readonly maxBatchSize: number;
  readonly release: Release;
  /** Whether the engine pads prompts, where that is known: else padding is no waste. */
  readonly padding: Engine['padding'] | undefined;
  readonly metricNames: MetricNames;
  /** Asked whenever someone reads the metrics. */
  readonly stats: () => BatcherStats;
}

/** What a server counts and measures, for Prometheus: vLLM's series, those of a static batch, and the process. */
export class ServerMetrics {
  /** Of this server alone, so that a process may have several. */
  private readonly registry = new Registry();
  readonly contentType = this.registry.contentType;
  private readonly series: ServerSeries;

  constructor(private readonly options: MetricsOptions) {
    const { modelName, maxBatchSize, metricNames, stats } = options;
    this.registry.setDefaultLabels(commonLabels(modelName, metricNames));
    const make = new SeriesMaker(this.registry, metricNames);
    this.series = defineSeries(make, maxBatchSize);
    make.gauge('num_requests_waiting', 'Requests in the queue.', () => stats().waiting);
    make.gauge(
      'num_requests_running',
      'Requests in the running batch without an answer.',
      () => stats().running,
    );
  }

  batch({ startedAt, endedAt, reason, members, longestPrompt, longestOutput, reruns }: DecisionRecord): void {
    const { length: size } = members;
    this.series.batches.inc({ closed_by: reason });
    this.series.reruns.inc(reruns.length);
    this.series.size.observe(size);
    this.series.occupancy.observe(size / this.options.maxBatchSize);
    this.series.execution.observe(seconds(endedAt - startedAt));
    let promptTokens = 0;
    let outputTokens = 0;
    for (const member of members) {
      promptTokens += member.promptTokens;
      outputTokens += member.outputTokens;
      this.member(member, startedAt, endedAt);
    }
    this.series.promptTokens.inc(promptTokens);
    this.series.generationTokens.inc(outputTokens);
    if (longestPrompt > 0 && this.options.padding !== 'packed')
      this.series.paddingWaste.observe(1 - promptTokens / (size * longestPrompt));
    if (longestOutput > 0) this.series.decodeWaste.observe(1 - outputTokens / (size * longestOutput));
  }

  answered(finishedReason: string): void {
    this.series.success.inc({ finished_reason: finishedReason });
  }

  /** @param client the name of the key that a call came with; null for one without a name */
  called(client: string | null): void {
    if (client !== null) this.series.clientCalls.inc({ client });
  }

  used(client: string | null, { prompt_tokens, completion_tokens }: Usage): void {
    if (client !== null) this.series.clientTokens.inc({ client }, prompt_tokens + completion_tokens);
  }

  failed(reason: ErrorReason): void {
    this.series.failures.inc({ reason });
  }

  ended(why: EndedFor | 'too_many'): void {
    this.series.connections.inc({ reason: why });
  }

  /** Everything, in Prometheus' text format. */
  async text(): Promise<string> {
    return `${await this.registry.metrics()}${await processMetrics().metrics()}`;
  }

  private member(
    {
      arrivedAt,
      blockedMs,
      formingMs,
      firstTokenAt,
      finishedAt,
      promptTokens,
      outputTokens,
      outcome,
    }: DecisionMember,
    startedAt: number,
    endedAt: number,
  ): void {
    this.series.queueTime.observe(seconds(startedAt - arrivedAt));
    this.series.blocked.observe(seconds(blockedMs));
    this.series.forming.observe(seconds(formingMs));
    if (outcome !== 'completed') return;
    const { release } = this.options;
    this.series.inference.observe(seconds(finishedAt - startedAt));
    this.series.promptLength.observe(promptTokens);
    this.series.answerLength.observe(outputTokens);
    const releasedAt = release === 'batch' ? endedAt : finishedAt;
    this.series.latency.observe(seconds(releasedAt - arrivedAt));
    if (firstTokenAt === null) return;
    this.series.firstToken.observe(seconds((release === 'token' ? firstTokenAt : releasedAt) - arrivedAt));
    if (outputTokens > 1)
      this.series.perToken.observe(seconds((finishedAt - firstTokenAt) / (outputTokens - 1)));
  }
}

function seconds(ms: number): number {
  return ms / 1000;
}
