import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { type Look, type SweepChart, THEMABLE, tradeOff } from 'lockstep-cli/charts';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { choiceOf, pointByKey } from './choosing.js';
import { curveData } from './curve-data.js';
import './curve.css';
import { figuresInWords } from './figures-in-words.js';
import { ghostsOf, marksOf } from './highlights.js';
import { LivingView } from './living-view.js';
import { pointAt } from './pointing.js';
import { TargetButton } from './target-button.js';
import { TargetLine } from './target-line.js';
import { usePreview } from './use-preview.js';
import { useWidth } from './use-width.js';

/** One picture of the sweep, with the run that is shown on it. Its points can be pointed at, and gone through by arrow keys. */
export function Curve({ chart }: { readonly chart: SweepChart }) {
  const lab = useLab();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const living = useRef<LivingView>(null);
  const width = useWidth(frame);
  /** Counts pictures, so that what lies over them moves along. */
  const drawn = useSignal(0);
  const preview = usePreview();

  const data = useComputed(() => curveData(chart, lab.sweep.value));
  const look = useComputed((): Look => ({
    palette: THEMABLE,
    width: Math.max(320, width.value),
    marks: true,
  }));
  const places = useComputed(() => data.value && chart.places(data.value, look.value));
  const chosen = useComputed(() => (lab.sweep.value === null ? null : (lab.run.value?.point ?? null)));

  useEffect(() => {
    const view = new LivingView(canvas.current!);
    living.current = view;
    return () => view.close();
  }, []);

  useSignalEffect(() => {
    if (data.value === null || width.value === 0) return;
    void living.current!.show(chart.spec(data.value, look.value)).then((isShown) => {
      if (isShown) drawn.value++;
    });
  });

  useSignalEffect(() => {
    if (data.value === null) return;
    living.current!.mark(marksOf(chart, places.value!, data.value, chosen.value));
  });

  useSignalEffect(() => {
    if (data.value === null) return;
    const pinned = lab.pinnedSweep.value?.atRate.points ?? [];
    living.current!.haunt(ghostsOf(chart, places.value!, data.value, pinned));
  });

  const pointed = ({ clientX, clientY }: MouseEvent) =>
    data.value &&
    pointAt({ x: clientX, y: clientY }, data.value.result.points, places.value!, (panel) =>
      living.current!.cornerOf(panel),
    );

  const byKey = (event: KeyboardEvent) => {
    if (data.value === null || chosen.value === null) return;
    const point = pointByKey(chart, event.key, data.value.result.points, chosen.value);
    if (point === null) return;
    event.preventDefault();
    lab.change(choiceOf(chart, point));
  };

  const isHidden = lab.sweep.value !== null && data.value === null;
  const inWords = useMemo(() => data.value && chart.alternative(data.value), [data.value]);
  return (
    <figure class={`curve curve-${chart.name}`} hidden={isHidden}>
      <div class="curve-frame" ref={frame}>
        <div
          ref={canvas}
          class="curve-picture"
          role="slider"
          tabIndex={0}
          aria-label={`${NAMES[chart.name]}: choose a point with the arrow keys`}
          aria-valuenow={chosen.value === null ? 0 : finite(chosen.value.batchSize)}
          aria-valuetext={chosen.value === null ? 'not there yet' : figuresInWords(chosen.value)}
          onKeyDown={byKey}
          onPointerMove={(event) => event.pointerType === 'mouse' && preview.show(chart, pointed(event))}
          onPointerLeave={preview.leave}
          onClick={(event) => preview.choose(chart, pointed(event))}
        />
        {chart === tradeOff && data.value && (
          <TargetLine
            scale={tradeOff.latencies(data.value, look.value)}
            drawn={drawn}
            corner={() => cornerWithin(frame.current!, living.current!.cornerOf(0))}
          />
        )}
        {data.value === null && <p class="curve-empty muted">The sweep is being simulated.</p>}
      </div>
      <figcaption>
        {chart === tradeOff && <TargetButton />}
        <p class="muted">{data.value && chart.caption(data.value)}</p>
        <details>
          <summary>In words</summary>
          <p>{inWords}</p>
        </details>
      </figcaption>
    </figure>
  );
}

const NAMES: Readonly<Record<string, string>> = {
  'trade-off': 'Throughput–latency trade-off',
  latency: 'Latency by batch size',
  throughput: 'Throughput and capacity by batch size',
  'where-time-goes': 'Where the time goes, by batch size',
  heatmap: 'p99 latency by batch size and arrival rate',
};

const finite = (size: number) => (Number.isFinite(size) ? size : 2 ** 31);

function cornerWithin(frame: HTMLElement, corner: { x: number; y: number } | null) {
  if (corner === null) return null;
  const { left, top } = frame.getBoundingClientRect();
  return { x: corner.x - left, y: corner.y - top };
}
