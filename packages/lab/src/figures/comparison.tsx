import type { SweepPoint } from 'lockstep/simulation';
import './comparison.css';
import { difference, otherMeasure } from './difference.js';
import type { Figure } from './figure.js';

const ARROWS = { more: '▲', less: '▼', same: '=' } as const;

interface ComparisonProps {
  readonly figure: Figure;
  readonly now: SweepPoint;
  readonly pinned: SweepPoint;
  /** Whether both runs saw the same requests; otherwise the pinned figure stands there without a difference. */
  readonly isSameTraffic: boolean;
}

/** The pinned run's figure, and the difference to it. */
export function Comparison({ figure, now, pinned, isSameTraffic }: ComparisonProps) {
  const found = isSameTraffic ? difference(figure, now, pinned) : null;
  const remark = isSameTraffic ? (found?.remark ?? otherMeasure(figure, now, pinned)) : 'other requests';
  return (
    <span class="comparison">
      <span class="muted">pinned {figure.write(figure.value(pinned))}</span>
      <span class={`comparison-difference ${found?.verdict ?? ''}`} title={remark ?? undefined}>
        {found === null ? (
          '–'
        ) : (
          <>
            <span aria-hidden="true">{ARROWS[found.direction]}</span> {found.text}
          </>
        )}
      </span>
      <span class={`comparison-verdict ${found?.verdict ?? ''}`}>{found?.verdict ?? remark ?? ' '}</span>
    </span>
  );
}
