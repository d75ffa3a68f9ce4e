import { blockedUntil, type DecisionMember, type DecisionRecord } from '../core/index.js';
import type { BatchRun } from './batch-run.js';
import type { Ticket } from './ticket.js';

/**
 * The decision record of a batch that has ended, in the shape that the simulator writes. A turn of the event loop has
 * one time, its first moment: what happened later in it than the batch's end is put at that end.
 */
export function recordOf<Item, Output, Part>(
  { start, tickets, reruns }: BatchRun<Item, Output, Part>,
  endedAt: number,
): DecisionRecord {
  const { engineFreeAt } = start;
  const members = tickets.map((ticket) => memberOf(ticket, start.startedAt, engineFreeAt, endedAt));
  return {
    batch: start.batch,
    engine: start.engine,
    startedAt: start.startedAt,
    reason: start.reason,
    engineFreeAt: engineFreeAt === -Infinity ? null : engineFreeAt,
    endedAt,
    longestPrompt: longest(members, 'promptTokens'),
    longestOutput: longest(members, 'outputTokens'),
    members,
    reruns: reruns.map((rerun) => ({
      ...rerun,
      startedAt: within(rerun.startedAt, start.startedAt, endedAt),
      endedAt: within(rerun.endedAt, start.startedAt, endedAt),
    })),
  };
}

function memberOf<Item, Output, Part>(
  ticket: Ticket<Item, Output, Part>,
  startedAt: number,
  engineFreeAt: number,
  endedAt: number,
): DecisionMember {
  const { request, arrivedAt, promptTokens, outputTokens, outcome, told } = ticket;
  const finishedAt = within(told.finishedAt ?? endedAt, startedAt, endedAt);
  // A run that tells nothing of its tokens has them all at the end.
  const blocked = blockedUntil(arrivedAt, engineFreeAt, startedAt);
  const firstTokenAt = told.firstTokenAt ?? (outcome === 'completed' ? finishedAt : null);
  return {
    request,
    arrivedAt,
    promptTokens,
    outputTokens,
    blockedMs: blocked - arrivedAt,
    formingMs: startedAt - blocked,
    firstTokenAt: firstTokenAt === null ? null : within(firstTokenAt, startedAt, finishedAt),
    finishedAt,
    outcome,
  };
}

/** An unbounded batch may have more members than a call can have arguments. */
function longest(members: readonly DecisionMember[], tokens: 'promptTokens' | 'outputTokens'): number {
  return members.reduce((most, member) => Math.max(most, member[tokens]), 0);
}

function within(instant: number, from: number, to: number): number {
  return Math.min(Math.max(instant, from), to);
}
