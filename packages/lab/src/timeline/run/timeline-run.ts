import { NO_BATCH, OUTCOMES } from 'lockstep/core';
import type { ShownRun } from '../../simulation/shown-run.js';
import { Pyramid } from './pyramid.js';
import { RequestEdges } from './request-edges.js';
import { SlotTime } from './slot-time.js';

const COMPLETED = OUTCOMES.indexOf('completed');
const PENDING = OUTCOMES.indexOf('pending');

/** A run with what makes any stretch of it cheap to draw: built once, in time proportional to its requests. */
export class TimelineRun {
  /** The first arrival; 0 on the time axis. */
  readonly originAt: number;
  /** When the last request left or the last batch ended. */
  readonly endAt: number;
  /** From the first arrival to the end (ms), more than 0. */
  readonly lengthMs: number;
  /** From the first arrival to the last (ms). */
  readonly arrivalSpanMs: number;
  readonly edges: RequestEdges;
  /** When all requests up to this one were gone: ascending, so that it can be searched. */
  readonly allGoneAt: Float64Array;
  /** When all batches up to this one had ended. */
  readonly allEndedAt: Float64Array;
  /** Of each group of requests the one with the longest latency. */
  readonly slowest: Pyramid;
  /** Of each group of requests one that got no answer; null where all got theirs. */
  readonly lost: Pyramid | null;
  /** Lanes of the slots: as many as the largest batch took, and those that stayed empty up to twice as many. */
  readonly slots: number;
  private slotTimes: SlotTime | null = null;

  constructor(readonly shown: ShownRun) {
    const { log } = shown;
    const { requests, batches, requestCount, batchCount } = log;
    this.originAt = requestCount === 0 ? 0 : requests.arrivedAt[0]!;
    this.endAt = lastInstant(shown, this.originAt);
    this.lengthMs = this.endAt - this.originAt || 1;
    this.arrivalSpanMs = requestCount === 0 ? 0 : requests.arrivedAt[requestCount - 1]! - this.originAt;
    this.edges = new RequestEdges(log, this.endAt);

    this.allGoneAt = new Float64Array(requestCount);
    const latencies = new Float64Array(requestCount);
    let gone = -Infinity;
    let losses = 0;
    for (let request = 0; request < requestCount; request++) {
      const batch = requests.batch[request]!;
      const left = requests.finishedAt[request]!;
      const end = batch === NO_BATCH ? left : batches.endedAt[batch]!;
      gone = Math.max(gone, Number.isNaN(end) ? this.endAt : end);
      this.allGoneAt[request] = gone;
      const outcome = requests.outcome[request]!;
      const released = outcome === COMPLETED && shown.release === 'batch' ? end : left;
      latencies[request] = (Number.isNaN(released) ? this.endAt : released) - requests.arrivedAt[request]!;
      if (outcome !== COMPLETED && outcome !== PENDING) losses++;
    }
    this.slowest = new Pyramid(requestCount, (request) => latencies[request]!);
    const isLost = (outcome: number) => outcome !== COMPLETED && outcome !== PENDING;
    this.lost =
      losses === 0
        ? null
        : new Pyramid(requestCount, (request) => (isLost(requests.outcome[request]!) ? 0 : -Infinity));

    this.allEndedAt = new Float64Array(batchCount);
    let ended = -Infinity;
    let largest = 1;
    for (let batch = 0; batch < batchCount; batch++) {
      const end = batches.endedAt[batch]!;
      ended = Math.max(ended, Number.isNaN(end) ? this.endAt : end);
      this.allEndedAt[batch] = ended;
      largest = Math.max(largest, batches.size[batch]!);
    }
    const { batchSize } = shown.point;
    this.slots = Number.isFinite(batchSize) ? Math.max(largest, Math.min(batchSize, 2 * largest)) : largest;
  }

  get log() {
    return this.shown.log;
  }

  /** For columns of pixels that hold many batches; built when it is first needed. */
  get slotTime(): SlotTime {
    return (this.slotTimes ??= new SlotTime(this.log, this.endAt));
  }
}

function lastInstant({ log }: ShownRun, originAt: number): number {
  const { requests, batches, requestCount, batchCount } = log;
  let last = originAt;
  for (let request = 0; request < requestCount; request++) {
    const at = requests.finishedAt[request]!;
    if (at > last) last = at;
  }
  for (let batch = 0; batch < batchCount; batch++) {
    const at = batches.endedAt[batch]!;
    if (at > last) last = at;
  }
  return last;
}
