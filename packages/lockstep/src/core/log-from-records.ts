import type { DecisionLog } from './decision-log.js';
import {
  type DecisionMember,
  type DecisionRecord,
  type DepartureRecord,
  OUTCOMES,
} from './decision-record.js';
import { ProtocolError } from './errors.js';

/** Writes what records and departures say into a log that is empty; see `DecisionLog.fromRecords`. */
export function writeRecords(
  log: DecisionLog,
  records: Iterable<DecisionRecord>,
  departures: Iterable<DepartureRecord>,
): void {
  const batches = numbered('batch', [...records], (record) => record.batch);
  const members = batches.flatMap((record) => record.members);
  const requests = numbered('request', [...members, ...departures], (row) => row.request);
  requests.forEach((row, i) => {
    refuseEarlier(row, requests[i - 1]);
    log.arrive(row.arrivedAt, row.promptTokens, 'leftAt' in row ? 0 : row.outputTokens);
    if ('leftAt' in row) log.leave(row.request, row.leftAt, row.outcome);
  });
  for (const record of batches) writeRecord(log, record);
}

/** A record knows more than `start` can tell: with rows given up, a batch ran fewer steps than its longest output. */
function writeRecord(log: DecisionLog, record: DecisionRecord): void {
  const { startedAt, reason, members, engineFreeAt, engine } = record;
  const ids = members.map(({ request }) => request);
  const batch = log.start(startedAt, reason, ids, engineFreeAt ?? -Infinity, engine);
  log.batches.longestPrompt[batch] = record.longestPrompt;
  log.batches.longestOutput[batch] = record.longestOutput;
  log.batches.endedAt[batch] = record.endedAt;
  const { firstTokenAt, finishedAt, outcome } = log.requests;
  for (const member of members) {
    firstTokenAt[member.request] = member.firstTokenAt ?? NaN;
    finishedAt[member.request] = member.finishedAt;
    outcome[member.request] = OUTCOMES.indexOf(member.outcome);
  }
}

/** In the order of their numbers, which must be 0, 1, 2 and so on. */
function numbered<T>(what: string, rows: T[], numberOf: (row: T) => number): T[] {
  rows.sort((a, b) => numberOf(a) - numberOf(b));
  rows.forEach((row, i) => {
    const number = numberOf(row);
    if (number === i) return;
    const wrong = number === i - 1 ? `${what} ${number} comes twice` : `${what} ${i} is missing`;
    throw new ProtocolError(`expected each ${what} from 0 to ${rows.length - 1} once, but ${wrong}`);
  });
  return rows;
}

type Row = DecisionMember | DepartureRecord;

function refuseEarlier(row: Row, before: Row | undefined): void {
  if (before === undefined || row.arrivedAt >= before.arrivedAt) return;
  throw new ProtocolError(
    `expected requests in the order of their arrival, but request ${row.request} arrived at ${row.arrivedAt} ms, ` +
      `request ${before.request} at ${before.arrivedAt} ms`,
  );
}
