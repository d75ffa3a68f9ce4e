import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';
import { timelineOverview } from 'lockstep/metrics';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Brush } from './brush.js';
import type { TimelineState } from '../control/timeline-state.js';
import { drawAxis } from '../draw/axis-layer.js';
import type { Colors } from '../draw/colors.js';
import { inFrames } from '../draw/in-frames.js';
import { drawOverview } from '../draw/overview-layer.js';
import { prepare } from '../draw/picture.js';
import type { Box } from '../scale/box.js';
import { whole } from '../scale/stretches.js';
import './overview.css';

const HEIGHT = 104;

interface OverviewProps {
  readonly state: TimelineState;
  readonly colors: ReadonlySignal<Colors>;
}

/** The whole run at a glance, and a brush for the stretch below. */
export function Overview({ state, colors }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { overview, box } = useMemo(() => {
    const box = computed((): Box => {
      const { left, width } = state.box.value;
      return { left, width, top: 4, height: 74 };
    });
    const buckets = computed(() => Math.max(1, Math.min(800, Math.round(box.value.width / 2))));
    const overview = computed(() => {
      const run = state.run.value;
      return run === null ? null : timelineOverview(run.log, { buckets: buckets.value });
    });
    return { overview, box };
  }, []);

  useEffect(
    () =>
      inFrames(
        () => [overview.value, box.value, colors.value],
        () => {
          const ctx = prepare(canvas.current!, state.size.value.width, HEIGHT);
          const run = state.run.value;
          if (run === null || overview.value === null) return;
          drawOverview(ctx, colors.value, box.value, overview.value, run.shown.point.batchSize);
          drawAxis(ctx, colors.value, box.value, whole(run.lengthMs), { title: false, grid: false });
        },
      ),
    [],
  );

  return (
    <div class="timeline-overview">
      <canvas
        ref={canvas}
        role="img"
        aria-label="The whole run over time: how many requests wait, and what the slots do"
      />
      <Brush state={state} box={box} />
    </div>
  );
}
