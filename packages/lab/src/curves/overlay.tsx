import { heatmap, type Place, type Places, type SweepChart, type SweepData } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import { ghostsOf, spotsOf } from './highlights.js';
import type { Spot } from './living-view.js';
import './overlay.css';

interface OverlayProps {
  readonly chart: SweepChart;
  readonly places: Places;
  readonly data: SweepData;
  readonly corners: readonly Spot[];
  /** The run that is shown. */
  readonly point: SweepPoint | null;
  /** The points of the pinned run's sweep. */
  readonly pinned: readonly SweepPoint[];
}

/** What moves over a picture that stays: the run that is shown and the ghost of the pinned one. */
export function Overlay({ chart, places, data, corners, point, pinned }: OverlayProps) {
  const at = ({ panel, x, y }: Place) => ({ x: corners[panel]!.x + x, y: corners[panel]!.y + y });
  const isDrawn = ({ panel }: Place) => panel < corners.length;
  const ghosts = ghostsOf(chart, places, data, pinned).map((line) => line.filter(isDrawn).map(at));
  const spots = point === null ? [] : spotsOf(chart, places, data, point).filter(isDrawn).map(at);
  return (
    <svg class="overlay" aria-hidden="true">
      {ghosts.map((line, index) => (
        <g key={index} class="overlay-ghost">
          <polyline points={line.map(({ x, y }) => `${x},${y}`).join(' ')} />
          {line.map(({ x, y }) => (
            <circle key={x} cx={x} cy={y} r="3" />
          ))}
        </g>
      ))}
      {spots.map(({ x, y }, index) => (
        <g key={index} class="overlay-run" transform={`translate(${x},${y})`}>
          {chart === heatmap ? <Frame reach={places.reach} /> : <path d={shapeOf(chart)} />}
        </g>
      ))}
    </svg>
  );
}

function shapeOf(chart: SweepChart): string {
  return chart.name === 'where-time-goes' ? 'M-5,-5L4,0L-5,5Z' : 'M0,-7L7,0L0,7L-7,0Z';
}

/** Around a cell, light and dark, as one of them can be seen on every color. */
function Frame({ reach: { x, y } }: { readonly reach: Places['reach'] }) {
  return (
    <>
      <rect class="overlay-frame" x={2 - x} y={2 - y} width={2 * x - 4} height={2 * y - 4} />
      <rect class="overlay-frame inner" x={4 - x} y={4 - y} width={2 * x - 8} height={2 * y - 8} />
    </>
  );
}
