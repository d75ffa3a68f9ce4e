import type { SweepPoint } from 'lockstep/simulation';
import './comparison.css';
import { difference } from './difference.js';
import type { Figure } from './figure.js';

const ARROWS = { more: '▲', less: '▼', same: '=' } as const;

interface ComparisonProps {
  readonly figure: Figure;
  readonly now: SweepPoint;
  readonly pinned: SweepPoint;
}

/** The pinned run's figure, and the difference to it. */
export function Comparison({ figure, now, pinned }: ComparisonProps) {
  const found = difference(figure, now, pinned);
  return (
    <span class="comparison">
      <span class="muted">pinned {figure.write(figure.value(pinned))}</span>
      <span class={`comparison-difference ${found?.verdict ?? ''}`} title={found?.remark ?? undefined}>
        {found === null ? (
          '–'
        ) : (
          <>
            <span aria-hidden="true">{ARROWS[found.direction]}</span> {found.text}
          </>
        )}
      </span>
      <span class={`comparison-verdict ${found?.verdict ?? ''}`}>
        {found?.verdict ?? found?.remark ?? ' '}
      </span>
    </span>
  );
}
