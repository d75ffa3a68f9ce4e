import { createBatcher, type Departure } from 'lockstep/batcher';
import {
  closesBeforeFull,
  DecisionLog,
  type DecisionRecord,
  DEFAULTS,
  scaledWait,
  waitsForOthers,
} from 'lockstep/core';
import { aloneShape, type CostModel } from 'lockstep/cost';
import type { Engine, GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import { type Summary, summarize } from 'lockstep/metrics';
import { capacityOf, refuseStarvingLoop, type SimulationOptions } from 'lockstep/simulation';
import { UsageError } from '../failure.js';
import type { DecisionWriter } from './decision-file.js';
import { drive, type Driven } from './drive.js';
import { type Generation, prepareAhead, requestMaker } from './prepare.js';
import type { Prompts } from './prompts.js';
import { RunClock } from './run-clock.js';

export interface LiveRunOptions {
  readonly engine: Engine;
  /** One configuration with its workload. */
  readonly simulation: Omit<SimulationOptions, 'cost'>;
  /** The cost model by which capacity and slowdown are known; null where nobody knows one. */
  readonly cost: CostModel | null;
  readonly prompts: Prompts;
  readonly generation: Generation;
  /** How long after its arrival a request expires (ms), or Infinity. */
  readonly requestTimeoutMs: number;
  /** How many times as fast as the wall's clock the run goes: > 0. */
  readonly speed: number;
  readonly signal: AbortSignal;
  /** Told after every request how many have left. */
  readonly onProgress?: (left: number) => void;
  /** Opens a file for what becomes of the requests, as the run begins. */
  readonly record?: (clock: RunClock) => Promise<DecisionWriter>;
}

export interface LiveRunResult {
  readonly log: DecisionLog;
  readonly summary: Summary;
  /** Whether the signal ended it before all was submitted and answered. */
  readonly stopped: boolean;
  /** What the reader of the result has to know, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Runs a workload on an engine by the real clock, through the batcher: what `simulate` does with a cost model.
 * @throws UsageError for a batch that the engine does not take, RequestError for a request that it cannot answer,
 *   ConfigurationError for a configuration that cannot work
 */
export async function runLive(options: LiveRunOptions): Promise<LiveRunResult> {
  const { engine, simulation, speed, requestTimeoutMs, signal, onProgress } = options;
  const { workload, wait, maxBatchSize, release = DEFAULTS.release.simulation, seed = 1 } = simulation;
  refuseTooLargeBatch(engine, maxBatchSize);
  refuseStarvingLoop(simulation);
  const make = requestMaker({ ...options, seed });
  const prepare = await prepareAhead(workload, make, signal);

  const batcher = createBatcher<PreparedRequest, GenerationResult, TokenPart>({
    run: (requests, context) => engine.generate(requests, context),
    maxBatchSize,
    wait: scaledWait(wait, 1 / speed),
    maxQueueSize: simulation.maxQueueSize ?? DEFAULTS.maxQueueSize.simulation,
    release: release === 'batch' ? 'batch' : 'request',
    measure: {
      promptTokens: ({ promptTokens }) => promptTokens,
      outputTokens: ({ outputTokens }) => outputTokens,
    },
  });
  const records: DecisionRecord[] = [];
  const departures: Departure[] = [];
  const clock = new RunClock(performance.now(), speed);
  const writer = await options.record?.(clock);
  batcher.on('batch', (record) => {
    writer?.batch(record);
    records.push(clock.record(record));
  });
  batcher.on('departure', (departure) => {
    writer?.departure(departure);
    departures.push(clock.departure(departure));
  });
  const driven = await drive({
    batcher,
    source: workload.open(),
    clock,
    prepare,
    requestTimeoutMs,
    endStartsBatch: waitsForOthers(wait, maxBatchSize),
    onProgress,
    signal,
  }).finally(() => writer?.close());

  const log = DecisionLog.fromRecords(records, departures);
  return { log, summary: summaryOf(log, options), stopped: signal.aborted, notes: failureNotes(driven) };
}

function summaryOf(
  log: DecisionLog,
  { engine, simulation, cost, requestTimeoutMs }: LiveRunOptions,
): Summary {
  const { release = DEFAULTS.release.simulation, maxBatchSize, wait, warmup = 0, workload, slo } = simulation;
  const { maxQueueSize = DEFAULTS.maxQueueSize.simulation, loadWindowMs } = simulation;
  return summarize(log, {
    release,
    maxBatchSize,
    ruleClosesBatches: closesBeforeFull(wait, maxBatchSize),
    warmup,
    openLoop: workload.kind === 'open',
    arrivalRate: workload.rate ?? null,
    dispersion: workload.dispersion ?? null,
    burst: workload.kind === 'burst',
    users: workload.users,
    bound: { maxQueueSize, longestTimeoutMs: requestTimeoutMs },
    ...(loadWindowMs !== undefined && { loadWindowMs }),
    capacity: cost && capacityOf(cost, workload, maxBatchSize, simulation),
    ...(cost && { aloneMs: (prompt, output) => cost.time(aloneShape(prompt, output)).durationMs }),
    ...(slo && { slo }),
    ...(engine.padding !== undefined && { padding: engine.padding }),
  });
}

function refuseTooLargeBatch({ limits }: Engine, maxBatchSize: number): void {
  if (maxBatchSize <= limits.maxBatchSize) return;
  const size = maxBatchSize === Infinity ? 'inf' : maxBatchSize;
  throw new UsageError(
    `--batch-size: expected at most ${limits.maxBatchSize}, which the engine takes, got ${size}`,
  );
}

function failureNotes({ failed, firstFailure }: Driven): string[] {
  if (firstFailure === null) return [];
  return [`The engine failed ${failed === 1 ? 'a request' : `${failed} requests`}: ${firstFailure.message}`];
}
