import { type SweepChart, type SweepData, tradeOff } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { choiceOf, pointByKey } from './choosing.js';
import { curveData, hasNothingFor } from './curve-data.js';
import './curve.css';
import { figuresInWords } from './figures-in-words.js';
import { Overlay } from './overlay.js';
import { pointAt } from './pointing.js';
import { TargetButton } from './target-button.js';
import { TargetLine } from './target-line.js';
import { usePicture } from './use-picture.js';
import { usePreview } from './use-preview.js';

const NAMES: Readonly<Record<string, string>> = {
  'trade-off': 'Throughput–latency trade-off',
  latency: 'Latency by batch size',
  throughput: 'Throughput and capacity by batch size',
  'where-time-goes': 'Where the time goes, by batch size',
  heatmap: 'p99 latency by batch size and arrival rate',
};

/** What a slider's value may be at most: an unbounded batch size has none of its own. */
const MOST = 2 ** 31;

/** One picture of the sweep, with the run that is shown on it. Its points can be pointed at, and gone through by arrow keys. */
export function Curve({ chart }: { readonly chart: SweepChart }) {
  const lab = useLab();
  const canvas = useRef<HTMLDivElement>(null);
  const data = useComputed(() => curveData(chart, lab.sweep.value));
  const drawing = usePicture(chart, data, canvas);
  const { value: picture } = drawing.picture;
  const preview = usePreview(chart);
  const point = lab.run.value?.point ?? null;
  const hasNothing = useComputed(() => hasNothingFor(chart, lab.sweep.value));
  const titleId = `curve-${chart.name}`;

  const choose = (chosen: SweepPoint) => lab.change(choiceOf(chart, chosen));
  const pointed = (event: MouseEvent) => {
    if (picture === null) return null;
    const { left, top } = canvas.current!.getBoundingClientRect();
    const spot = { x: event.clientX - left, y: event.clientY - top };
    return pointAt(spot, picture.data.result.points, picture.places, picture.corners);
  };
  const byKey = (event: KeyboardEvent) => {
    if (picture === null || point === null) return;
    const next = pointByKey(chart, event.key, picture.data.result.points, point);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };

  return (
    <figure class="curve" aria-labelledby={titleId} hidden={hasNothing.value}>
      <h3 id={titleId} class="visually-hidden">
        {NAMES[chart.name]}
      </h3>
      <div class="curve-frame" style={picture === null ? undefined : `min-height: ${picture.tallest}px`}>
        <div
          class="curve-surface"
          role="slider"
          tabIndex={0}
          aria-label={`${NAMES[chart.name]}: the arrow keys choose a point`}
          aria-valuenow={Math.min(MOST, point?.batchSize ?? 0)}
          aria-valuetext={point === null ? 'not there yet' : figuresInWords(point)}
          onKeyDown={byKey}
          onPointerMove={(event) => event.pointerType === 'mouse' && preview.show(pointed(event))}
          onPointerLeave={preview.leave}
          onClick={(event) => preview.keep(pointed(event))}
        >
          <div class="curve-picture" ref={canvas} aria-hidden="true" />
        </div>
        {picture !== null && (
          <Overlay
            chart={chart}
            places={picture.places}
            data={picture.data}
            corners={picture.corners}
            point={point}
            pinned={lab.pinnedSweep.value?.atRate.points ?? []}
          />
        )}
        {picture !== null && chart === tradeOff && (
          <TargetLine scale={tradeOff.latencies(picture.data, picture.look)} corner={picture.corners[0]!} />
        )}
        {picture === null && lab.sweep.value === null && (
          <p class="curve-empty muted">The sweep is being simulated.</p>
        )}
        {drawing.failed.value && (
          <p class="curve-failed" role="alert">
            This picture could not be drawn{picture !== null && ': it is the one before'}.
          </p>
        )}
      </div>
      <Caption chart={chart} data={data} />
    </figure>
  );
}

interface CaptionProps {
  readonly chart: SweepChart;
  readonly data: ReadonlySignal<SweepData | null>;
}

/** How to read it, and all of it in words, whether it is drawn yet or not. */
function Caption({ chart, data }: CaptionProps) {
  const caption = useComputed(() => data.value && chart.caption(data.value));
  const inWords = useComputed(() => data.value && chart.alternative(data.value));
  return (
    <figcaption>
      {chart === tradeOff && <TargetButton />}
      <p class="muted">{caption}</p>
      <details>
        <summary>In words</summary>
        <p>{inWords}</p>
      </details>
    </figcaption>
  );
}
