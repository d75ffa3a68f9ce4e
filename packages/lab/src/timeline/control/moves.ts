import type { Stretch } from '../../state/lab.js';
import { panned, showing, whole, zoomed } from '../scale/stretches.js';
import { pointedAt } from '../scale/hit-test.js';
import type { TimelineState } from './timeline-state.js';

/** A step of the keyboard or a button: a tenth of what is in sight, or half as long again. */
const STEP = 0.1;
export const ZOOM = 1.5;

/** What every input may do with the stretch and the request that is pointed at. */
export class Moves {
  constructor(private readonly state: TimelineState) {}

  /** @param at in ms since the first arrival (default: the middle) */
  zoom(factor: number, at?: number): void {
    const stretch = this.state.stretch.value;
    this.state.show(zoomed(stretch, factor, at ?? (stretch.from + stretch.to) / 2));
  }

  /** By a share of the stretch's length (default: a step). */
  pan(direction: -1 | 1, share = STEP): void {
    this.state.show(panned(this.state.stretch.value, direction * share));
  }

  toStart(): void {
    const { from, to } = this.state.stretch.value;
    this.state.show({ from: 0, to: to - from });
  }

  toEnd(): void {
    const { from, to } = this.state.stretch.value;
    const { lengthMs } = this.state.run.value!;
    this.state.show({ from: lengthMs - (to - from), to: lengthMs });
  }

  whole(): void {
    this.state.show(whole(this.state.run.value!.lengthMs));
  }

  /** To the next request in arrival order, or the one before. */
  request(direction: -1 | 1): void {
    const { run, told } = this.state;
    const { requestCount } = run.value!.log;
    if (requestCount === 0) return;
    const at = told.value?.request ?? null;
    this.pointAt(at === null ? this.inSight() : Math.min(requestCount - 1, Math.max(0, at + direction)));
  }

  /** To the first request of the next batch, or of the one before. */
  batch(direction: -1 | 1): void {
    const { run, told } = this.state;
    const { log } = run.value!;
    const from = told.value?.batch ?? null;
    if (from === null) return this.request(direction);
    const batch = from + direction;
    if (batch >= 0 && batch < log.batchCount) this.pointAt(log.membersOf(batch)[0]!);
  }

  /** Keeps what is pointed at, or lets go of what was kept. */
  keep(request: number | null): void {
    this.state.lab.view.request.value = request;
  }

  letGo(): void {
    this.state.pointed.value = null;
    this.keep(null);
  }

  /** Tells of this request, and brings it into sight. A request that is kept stays the one that is followed. */
  pointAt(request: number): void {
    const { run, pointed, lab, stretch } = this.state;
    const shown = run.value!;
    pointed.value = pointedAt(shown, request);
    if (lab.view.request.value !== null) this.keep(request);
    const edges = shown.edges.of(request);
    const wanted: Stretch = showing(
      stretch.value,
      Math.max(0, edges[0]! - shown.originAt),
      Math.min(shown.lengthMs, edges[4]! - shown.originAt),
    );
    if (wanted !== stretch.value) this.state.show(wanted);
  }

  /** A request in the middle of what is in sight. */
  private inSight(): number {
    const { rows, run } = this.state;
    const found = rows.value!;
    const { log } = run.value!;
    if (found.by === 'slot') {
      const batch = (found.rows.first + found.rows.end) >>> 1;
      return batch < log.batchCount ? log.membersOf(batch)[0]! : 0;
    }
    return Math.min(log.requestCount - 1, Math.round((found.rows.first + found.rows.end) / 2));
  }
}
