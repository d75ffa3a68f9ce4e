import {
  type Command,
  type ArrivedFact,
  type DecisionLog,
  type Fact,
  Scheduler,
  type StartCommand,
} from 'lockstep/core';
import type { RunOptions } from 'lockstep/simulation';

/**
 * Tells a fresh scheduler the facts that a log recorded, at their instants, and returns what it decides. Wake
 * calls are made as they are asked for; nothing else of the first run's driver is known here.
 */
export function replay(log: DecisionLog, options: RunOptions): Command[] {
  const scheduler = new Scheduler(options);
  const { arrivedAt, finishedAt } = log.requests;
  const facts: { at: number; fact: Fact }[] = [];
  for (let request = 0; request < log.requestCount; request++) {
    facts.push({ at: arrivedAt[request]!, fact: arrival(request, log, options) });
    if (log.outcomeOf(request) === 'cancelled') {
      facts.push({ at: finishedAt[request]!, fact: { type: 'cancelled', request } });
    }
  }
  facts.push({ at: arrivedAt[log.requestCount - 1]!, fact: { type: 'ended' } });
  facts.sort((a, b) => a.at - b.at);

  const decided: Command[] = [];
  let next = 0;
  let wakeAt = Infinity;
  let delayed = false;
  let finish = null as { at: number; batch: number } | null;
  for (;;) {
    const now = Math.min(facts[next]?.at ?? Infinity, wakeAt, finish?.at ?? Infinity);
    if (now === Infinity) return decided;
    const instant: Fact[] = [];
    if (wakeAt === now) {
      instant.push({ type: 'woke' });
      wakeAt = Infinity;
    }
    while (facts[next]?.at === now) instant.push(facts[next++]!.fact);
    // A batch whose last wanted row is given up ends at that instant, but after the decision that this caused.
    const abortedNow: boolean = finish?.at === now && !delayed && losesARow(log, finish.batch, now);
    delayed = abortedNow;
    if (finish?.at === now && !abortedNow) {
      instant.push({ type: 'finished', engine: 0, batch: finish.batch });
      finish = null;
    }
    for (const command of scheduler.step(now, instant)) {
      if (command.type === 'wake') wakeAt = command.at;
      else decided.push(command);
      if (command.type === 'start') {
        finish = { at: log.batches.endedAt[command.batch]!, batch: command.batch };
      }
    }
  }
}

function arrival(
  request: number,
  log: DecisionLog,
  { requestTimeoutMs = Infinity }: RunOptions,
): ArrivedFact {
  const at = log.requests.arrivedAt[request]!;
  const deadlineAt =
    at + (typeof requestTimeoutMs === 'number' ? requestTimeoutMs : requestTimeoutMs(request));
  return { type: 'arrived', request, ...log.termsOf(request), deadlineAt };
}

function losesARow(log: DecisionLog, batch: number, at: number): boolean {
  return log
    .membersOf(batch)
    .some((request) => log.outcomeOf(request) !== 'completed' && log.requests.finishedAt[request] === at);
}

/** The start commands that a log stands for. */
export function startsOf(log: DecisionLog): StartCommand[] {
  return Array.from(log.records(), (record) => ({
    type: 'start',
    engine: record.engine,
    batch: record.batch,
    reason: record.reason,
    members: record.members.map((member) => member.request),
    engineFreeAt: record.engineFreeAt ?? -Infinity,
  }));
}
