import { CLOSE_REASONS, type DecisionLog, NO_BATCH } from '../core/index.js';
import { timelineSpans, type RequestSpan } from './timeline.js';

/** Characters gathered before a piece is handed out. */
const PIECE = 1 << 16;
/** Requests looked at together. */
const STRIDE = 4096;

/**
 * A run as a Chrome JSON trace, for ui.perfetto.dev or chrome://tracing: pieces of one JSON document, to be
 * written one after another, so that a large run never stands in memory as text.
 *
 * A group of tracks per engine: one for its batches, one per slot with each row's own tokens and then the time it was held
 * (events of a track never overlap). With those of the first engine: an async span per request for its waiting; the
 * counters `queue length` and `running rows`; an instant mark for each request that left without an answer. Instants are rounded to whole
 * nanoseconds. Requests still pending and batches still running are left out.
 *
 * Format: "Trace Event Format" (Google), in microseconds.
 */
export function* chromeTrace(log: DecisionLog): Generator<string> {
  let piece = '{"displayTimeUnit":"ms","traceEvents":[\n';
  let separator = '';
  for (const event of events(log)) {
    piece += separator + JSON.stringify(event);
    separator = ',\n';
    if (piece.length >= PIECE) {
      yield piece;
      piece = '';
    }
  }
  yield piece + '\n]}\n';
}

type TraceEvent = Readonly<Record<string, unknown>>;

/** A viewer shows each process as a group of tracks. */
const processOf = (engine: number) => engine + 1;
/** With the tracks of the first engine stands what belongs to none. */
const PROCESS = processOf(0);
const ENGINE_TRACK = 0;
const slotTrack = (slot: number) => slot + 1;

function* events(log: DecisionLog): Generator<TraceEvent> {
  yield* trackNames(log);
  yield* batchEvents(log);
  for (let from = 0; from < log.requestCount; from += STRIDE) {
    for (const span of timelineSpans(log, { from, count: STRIDE })) yield* requestEvents(log, span);
  }
  yield* counterEvents(log);
}

function* trackNames(log: DecisionLog): Generator<TraceEvent> {
  let slots = 0;
  for (let batch = 0; batch < log.batchCount; batch++) slots = Math.max(slots, log.batches.size[batch]!);
  for (let engine = 0; engine < log.engines; engine++) {
    const pid = processOf(engine);
    const named = (tid: number, name: string) => ({ ph: 'M', name: 'thread_name', pid, tid, args: { name } });
    const name = log.engines === 1 ? 'Lockstep' : `Lockstep engine ${engine}`;
    yield { ph: 'M', name: 'process_name', pid, args: { name } };
    yield named(ENGINE_TRACK, 'engine');
    for (let slot = 0; slot < slots; slot++) yield named(slotTrack(slot), `slot ${slot}`);
  }
}

function* batchEvents(log: DecisionLog): Generator<TraceEvent> {
  const { batches } = log;
  for (let batch = 0; batch < log.batchCount; batch++) {
    const endedAt = batches.endedAt[batch]!;
    if (Number.isNaN(endedAt)) continue;
    const track = { pid: processOf(log.engineOf(batch)), tid: ENGINE_TRACK };
    yield complete(track, `batch ${batch}`, 'batch', batches.startedAt[batch]!, endedAt, {
      reason: CLOSE_REASONS[batches.reason[batch]!],
      size: batches.size[batch],
      longestPrompt: batches.longestPrompt[batch],
      longestOutput: batches.longestOutput[batch],
    });
  }
}

function* requestEvents(log: DecisionLog, span: RequestSpan): Generator<TraceEvent> {
  const { request, outcome, row } = span;
  if (outcome === 'pending') return;
  const name = `request ${request}`;
  if (span.waitedUntil > span.arrivedAt) {
    const waiting = { name, cat: 'waiting', id: request, pid: PROCESS, tid: ENGINE_TRACK };
    yield {
      ph: 'b',
      ...waiting,
      ts: micros(span.arrivedAt),
      args: {
        blockedMs: span.blockedUntil - span.arrivedAt,
        formingMs: span.waitedUntil - span.blockedUntil,
      },
    };
    yield { ph: 'e', ...waiting, ts: micros(span.waitedUntil) };
  }
  if (row !== null && !Number.isNaN(row.batchEndedAt)) {
    const { batch, startedAt, finishedAt, batchEndedAt } = row;
    const { promptTokens, outputTokens } = log.requests;
    const track = { pid: processOf(row.engine), tid: slotTrack(row.slot) };
    yield complete(track, name, 'own tokens', startedAt, finishedAt, {
      batch,
      promptTokens: promptTokens[request],
      outputTokens: outputTokens[request],
    });
    if (batchEndedAt > finishedAt) {
      yield complete(track, 'held', 'held', finishedAt, batchEndedAt, { request, batch });
    }
  }
  if (outcome !== 'completed') {
    const at = micros(log.requests.finishedAt[request]!);
    yield {
      ph: 'i',
      name: `${outcome} ${request}`,
      cat: outcome,
      s: 'p',
      pid: PROCESS,
      tid: ENGINE_TRACK,
      ts: at,
    };
  }
}

/** The counters change only at arrivals, starts, ends and when a waiting request leaves: a merge of four orders. */
function* counterEvents(log: DecisionLog): Generator<TraceEvent> {
  const { requests, batches } = log;
  const left = leftWaiting(log);
  const ends = inOrderOfEnd(log);
  let arrived = 0;
  let started = 0;
  let ended = 0;
  let gone = 0;
  let waiting = 0;
  let running = 0;
  for (;;) {
    const at = Math.min(
      arrived < log.requestCount ? requests.arrivedAt[arrived]! : Infinity,
      started < log.batchCount ? batches.startedAt[started]! : Infinity,
      ended < ends.length ? endOf(batches.endedAt[ends[ended]!]!) : Infinity,
      gone < left.length ? requests.finishedAt[left[gone]!]! : Infinity,
    );
    if (at === Infinity) return;
    const [waitingBefore, runningBefore] = [waiting, running];
    for (; arrived < log.requestCount && requests.arrivedAt[arrived]! <= at; arrived++) waiting++;
    for (; gone < left.length && requests.finishedAt[left[gone]!]! <= at; gone++) waiting--;
    // A batch of zero length starts and ends at one instant: take starts and ends as they alternate.
    for (;;) {
      const next = ends[ended];
      if (next !== undefined && next < started && endOf(batches.endedAt[next]!) <= at) {
        running -= batches.size[next]!;
        ended++;
      } else if (started < log.batchCount && batches.startedAt[started]! <= at) {
        running += batches.size[started]!;
        waiting -= batches.size[started++]!;
      } else break;
    }
    if (waiting !== waitingBefore) yield counter('queue length', at, { waiting });
    if (running !== runningBefore) yield counter('running rows', at, { rows: running });
  }
}

/** Batches in the order of their ends: with several engines not that of their starts. */
function inOrderOfEnd({ batches, batchCount, engines }: DecisionLog): Uint32Array {
  const order = Uint32Array.from({ length: batchCount }, (_, batch) => batch);
  if (engines === 1) return order;
  return order.sort((a, b) => endOf(batches.endedAt[a]!) - endOf(batches.endedAt[b]!) || a - b);
}

/** Requests that left without having started, in the order in which they left. */
function leftWaiting(log: DecisionLog): number[] {
  const { requests, requestCount } = log;
  const left: number[] = [];
  for (let request = 0; request < requestCount; request++) {
    if (requests.batch[request] === NO_BATCH && log.outcomeOf(request) !== 'pending') left.push(request);
  }
  return left.sort((a, b) => requests.finishedAt[a]! - requests.finishedAt[b]!);
}

const endOf = (endedAt: number) => (Number.isNaN(endedAt) ? Infinity : endedAt);

function counter(name: string, at: number, args: Record<string, number>): TraceEvent {
  return { ph: 'C', name, pid: PROCESS, ts: micros(at), args };
}

function complete(
  track: { readonly pid: number; readonly tid: number },
  name: string,
  cat: string,
  from: number,
  to: number,
  args: object,
): TraceEvent {
  const dur = (nanos(to) - nanos(from)) / 1000;
  return { ph: 'X', name, cat, ...track, ts: micros(from), dur, args };
}

/** Durations are differences of rounded instants, so that one event ends exactly where the next begins. */
const nanos = (ms: number) => Math.round(ms * 1e6);
const micros = (ms: number) => nanos(ms) / 1000;
