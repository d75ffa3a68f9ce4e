import type { Departure } from 'lockstep/batcher';
import { type DecisionLog, NO_BATCH } from 'lockstep/core';
import { appendDecisions, type DecisionWriter } from '../../src/live/decision-file.js';
import type { LiveRun } from '../../src/live/decision-format.js';
import type { RecordedFile, RecordedRun } from '../../src/live/decision-runs.js';
import { readDecisions } from '../../src/live/read-decisions.js';

export const RUN: LiveRun = {
  engine: 'simulated',
  model: 'mock',
  maxBatchSize: 4,
  wait: 'oldest:20ms',
  release: 'request',
  maxQueueSize: 16,
  startedAt: new Date('2026-11-23T10:00:00.000Z'),
  originAt: 0,
};

/** What the batcher would have told of requests that never started. */
export function departuresOf(log: DecisionLog): Departure[] {
  const { batch, arrivedAt, finishedAt, promptTokens } = log.requests;
  return Array.from({ length: log.requestCount }, (_, request) => request)
    .filter((request) => batch[request] === NO_BATCH)
    .map((request) => ({
      request,
      arrivedAt: arrivedAt[request]!,
      leftAt: finishedAt[request]!,
      outcome: log.outcomeOf(request) as Departure['outcome'],
      promptTokens: promptTokens[request]!,
    }));
}

/** Writes a run as a server does. */
export async function writeLog(path: string, run: LiveRun, log: DecisionLog): Promise<void> {
  const writer = await openWriter(path, run);
  for (const departure of departuresOf(log)) writer.departure(departure);
  for (const record of log.records()) writer.batch(record);
  await writer.close();
}

export function openWriter(path: string, run: LiveRun = RUN): Promise<DecisionWriter> {
  return appendDecisions(path, run, {
    onFailure: (error) => {
      throw error;
    },
  });
}

/** Reads a file of which every run is whole. */
export async function read(
  path: string,
): Promise<{ readonly runs: RecordedRun[]; readonly notes: readonly string[] }> {
  const { runs, notes } = await readDecisions(path);
  return { runs: runs.map(wholeRun), notes };
}

export function wholeRun(run: RecordedFile['runs'][number]): RecordedRun {
  if ('damage' in run) throw run.damage;
  return run;
}
