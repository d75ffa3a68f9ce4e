import { computed, effect, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import type { Lab, Stretch } from '../../state/lab.js';
import { TimelineRun } from '../run/timeline-run.js';
import { type Box, boxOf } from '../scale/box.js';
import { type Pointed, pointedAt, requestAt, slotAt } from '../scale/hit-test.js';
import { requestRows } from '../scale/request-rows.js';
import { slotRows } from '../scale/slot-rows.js';
import { carriedOver, firstLook, inside } from '../scale/stretches.js';
import { TimeScale } from '../scale/time-scale.js';
import type { Rows } from '../draw/highlight-layer.js';

/** What the timeline knows while it is on the page; its parts read these signals and call these verbs. */
export interface TimelineState {
  readonly lab: Lab;
  readonly run: ReadonlySignal<TimelineRun | null>;
  /** Of the canvas (px). */
  readonly size: Signal<{ readonly width: number; readonly height: number }>;
  readonly box: ReadonlySignal<Box>;
  /** The stretch in sight, inside the run. */
  readonly stretch: ReadonlySignal<Stretch>;
  readonly time: ReadonlySignal<TimeScale>;
  readonly rows: ReadonlySignal<Rows | null>;
  /** What the pointer or the keyboard is at; null if at nothing. */
  readonly pointed: Signal<Pointed | null>;
  /** Whose story is told: what is pointed at, else the request that was kept. */
  readonly told: ReadonlySignal<Pointed | null>;
  /** The request that was kept, of this run. */
  readonly kept: ReadonlySignal<Pointed | null>;
  /** How far time has run (ms since the first arrival); null when all of the run is shown. */
  readonly playhead: Signal<number | null>;
  /** Shows another stretch, or the nearest that lies inside the run. */
  show(stretch: Stretch): void;
  /** What stands at a place on the canvas (px). */
  find(x: number, y: number): Pointed | null;
  dispose(): void;
}

export function timelineState(lab: Lab): TimelineState {
  const { view } = lab;
  const run = computed(() => (lab.run.value === null ? null : new TimelineRun(lab.run.value)));
  const size = signal({ width: 0, height: 0 });
  const pointed = signal<Pointed | null>(null);
  const playhead = signal<number | null>(null);
  const box = computed(() => boxOf(size.value.width, size.value.height));
  const stretch = computed((): Stretch => {
    const shown = run.value;
    if (shown === null) return { from: 0, to: 1 };
    return inside(view.stretch.value ?? firstLook(shown), shown.lengthMs);
  });
  const time = computed(() => {
    const { from, to } = stretch.value;
    const originAt = run.value?.originAt ?? 0;
    return new TimeScale(originAt + from, originAt + to, box.value.left, box.value.width);
  });
  const rows = computed((): Rows | null => {
    const shown = run.value;
    if (shown === null) return null;
    const { fromAt, toAt } = time.value;
    return view.rows.value === 'request'
      ? { by: 'request', rows: requestRows(shown, fromAt, toAt, box.value.height) }
      : { by: 'slot', rows: slotRows(shown, fromAt, toAt, box.value) };
  });
  const kept = computed(() => {
    const [shown, request] = [run.value, view.request.value];
    if (shown === null || request === null || request >= shown.log.requestCount) return null;
    return pointedAt(shown, request);
  });
  const told = computed(() => pointed.value ?? kept.value);

  // A stretch chosen here follows its requests into the next run; one that came with an address or a scene is meant as it is.
  let chosen: { readonly stretch: Stretch; readonly of: TimelineRun } | null = null;
  const show = (asked: Stretch) => {
    const shown = run.value;
    if (shown === null) return;
    chosen = { stretch: inside(asked, shown.lengthMs), of: shown };
    view.stretch.value = chosen.stretch;
  };
  const dispose = effect(() => {
    const shown = run.value;
    pointed.value = null;
    playhead.value = null;
    if (shown === null || chosen === null || chosen.of === shown) return;
    if (view.stretch.peek() === chosen.stretch) show(carriedOver(chosen.stretch, chosen.of, shown));
    else chosen = null;
  });

  return {
    lab,
    run,
    size,
    box,
    stretch,
    time,
    rows,
    pointed,
    told,
    kept,
    playhead,
    show,
    find(x, y) {
      const { left, top, width, height } = box.value;
      const [shown, found] = [run.value, rows.value];
      if (shown === null || found === null) return null;
      if (x < left || x > left + width || y < top || y > top + height) return null;
      return found.by === 'request'
        ? requestAt(shown, found.rows, time.value, x, y - top)
        : slotAt(shown, found.rows, time.value, x, y - top);
    },
    dispose,
  };
}
