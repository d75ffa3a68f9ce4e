import { type DecisionLog, DEFAULTS } from 'lockstep/core';
import { inWords, RunWindow } from 'lockstep/metrics';
import { run, type SimulationOptions } from 'lockstep/simulation';
import { traceWorkload } from 'lockstep/workload';
import { measuredBatches } from './measured-batches.js';

/** How far a live run and its simulation are apart. */
export interface Comparison {
  /** Completed in both. */
  readonly requests: number;
  /** Mean and largest |live − simulated| of their E2E latencies (ms); null without one. */
  readonly meanAbsoluteMs: number | null;
  readonly largestAbsoluteMs: number | null;
  /** Batches of the live run. */
  readonly batches: number;
  /** Those of them that the simulation formed of the same requests. */
  readonly sameBatches: number;
}

/**
 * Simulates a live run again: the same arrivals as they were really submitted, the lengths as they came out, and the
 * batch times as they were measured. What then differs is the scheduler's driver: timers, and the work between batches.
 * @param options those of the live run; its workload is not looked at
 */
export function compareWithSimulation(
  live: DecisionLog,
  options: Omit<SimulationOptions, 'cost'>,
): Comparison {
  const { log: simulated } = run({
    ...options,
    workload: recordedWorkload(live),
    cost: measuredBatches(live),
    cancellations: cancellationsOf(live),
  });
  const { release = DEFAULTS.release.simulation } = options;
  const [liveWindow, window] = [live, simulated].map((log) => new RunWindow(log, release, 0)) as [
    RunWindow,
    RunWindow,
  ];
  const differences: number[] = [];
  for (let request = 0; request < live.requestCount; request++) {
    if (!liveWindow.isCompleted(request) || !window.isCompleted(request)) continue;
    differences.push(Math.abs(liveWindow.releasedAt(request) - window.releasedAt(request)));
  }
  const count = differences.length;
  return {
    requests: count,
    meanAbsoluteMs: count === 0 ? null : differences.reduce((a, b) => a + b) / count,
    largestAbsoluteMs: count === 0 ? null : differences.reduce((a, b) => Math.max(a, b)),
    batches: live.batchCount,
    sameBatches: sameBatches(live, simulated),
  };
}

/** A comparison as a sentence for the reader of a result. */
export function comparisonNote(comparison: Comparison): string {
  const { requests, meanAbsoluteMs, largestAbsoluteMs, batches, sameBatches } = comparison;
  if (requests === 0) return 'Simulated again: no request completed, so there is nothing to compare.';
  return (
    'Simulated again, with the same arrivals, the lengths as they came out and the batch times as measured: E2E ' +
    `latencies differ by ${inWords(meanAbsoluteMs)} on average and ${inWords(largestAbsoluteMs)} at most; ` +
    `${sameBatches} of ${batches} batches have the same members.`
  );
}

function recordedWorkload({ requests, requestCount }: DecisionLog) {
  return traceWorkload({
    file: 'live run',
    format: 'lockstep',
    unit: 'ms',
    skipped: 0,
    arrivedAt: requests.arrivedAt.subarray(0, requestCount),
    promptTokens: requests.promptTokens.subarray(0, requestCount),
    outputTokens: requests.outputTokens.subarray(0, requestCount),
  });
}

function cancellationsOf(log: DecisionLog) {
  const ids = Array.from({ length: log.requestCount }, (_, request) => request);
  return ids
    .filter((request) => log.outcomeOf(request) === 'cancelled')
    .map((request) => ({ request, at: log.requests.finishedAt[request]! }));
}

function sameBatches(live: DecisionLog, simulated: DecisionLog): number {
  let same = 0;
  for (let batch = 0; batch < live.batchCount; batch++) {
    const members = live.membersOf(batch);
    const counterpart = simulated.requests.batch[members[0]!]!;
    if (counterpart >= 0 && simulated.membersOf(counterpart).join() === members.join()) same++;
  }
  return same;
}
