import type { LatencyScale } from 'lockstep-cli/charts';
import { inWords } from 'lockstep/metrics';
import { useLab } from '../state/lab-context.js';
import type { Spot } from './living-view.js';
import { targetOf, withTarget } from './target.js';
import './target-line.css';

interface TargetLineProps {
  readonly scale: LatencyScale;
  /** The plot's left top corner. */
  readonly corner: Spot;
}

/** How much further an arrow key moves the line. */
const KEY_FACTORS: Readonly<Record<string, number>> = {
  ArrowRight: 1.05,
  ArrowUp: 1.05,
  ArrowLeft: 1 / 1.05,
  ArrowDown: 1 / 1.05,
  PageUp: 1.5,
  PageDown: 1 / 1.5,
};

/** The target for the E2E latency, as a line that one drags along the axis of the trade-off. */
export function TargetLine({ scale, corner: { x, y } }: TargetLineProps) {
  const lab = useLab();
  const targetMs = targetOf(lab.scenario.value);
  const set = (ms: number | null) => lab.change({ slo: withTarget(lab.scenario.value, ms) });
  if (targetMs === null) return null;
  const right = scale.xOf(scale.msAt(Infinity));
  const at = Math.min(right, Math.max(0, scale.xOf(targetMs)));
  return (
    <div
      class="target"
      role="slider"
      tabIndex={0}
      aria-label="Target for the p99 E2E latency"
      aria-valuenow={Math.round(targetMs)}
      aria-valuetext={inWords(targetMs)}
      style={`left: ${x + at}px; top: ${y}px; height: ${scale.height}px`}
      onKeyDown={(event) => {
        const factor = KEY_FACTORS[event.key];
        if (factor !== undefined) set(targetMs * factor);
        else if (event.key === 'Delete') set(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.stopPropagation();
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const frame = event.currentTarget.parentElement!.getBoundingClientRect();
        set(scale.msAt(event.clientX - frame.left - x));
      }}
    >
      <span class={at > right * 0.7 ? 'target-name left' : 'target-name'}>target {inWords(targetMs)}</span>
    </div>
  );
}
