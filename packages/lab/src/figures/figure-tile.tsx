import { useComputed } from '@preact/signals';
import { intervalInWords } from 'lockstep/metrics';
import { useLab } from '../state/lab-context.js';
import { Comparison } from './comparison.js';
import { Explained } from './explained.js';
import type { Figure } from './figure.js';
import './figure-tile.css';

/** One figure of the run that is shown, and how it stands to the pinned one. */
export function FigureTile({ figure }: { readonly figure: Figure }) {
  const { run, pinned, requestDifferences } = useLab();
  const isSameTraffic = useComputed(() => requestDifferences.value.length === 0).value;
  const point = useComputed(() => run.value?.point ?? null).value;
  const other = useComputed(() => pinned.value?.point ?? null).value;
  const value = point === null ? null : figure.value(point);
  const interval = point === null ? null : (figure.interval?.(point) ?? null);
  const whole =
    interval === null ? '' : ` 95 % interval: ${figure.write(interval[0])} to ${figure.write(interval[1])}.`;
  const small =
    point === null
      ? ''
      : [
          intervalInWords(value, interval, figure.write) || (figure.detail?.(point) ?? ''),
          figure.caveat?.(point) ?? '',
        ]
          .filter((part) => part !== '')
          .join(', ');
  return (
    <div class="figure-tile">
      <dt>
        <Explained explanation={figure.explanation + whole}>{figure.name}</Explained>
      </dt>
      <dd>
        <span class="figure-tile-value">{figure.write(value)}</span>
        <small class="muted">{small || ' '}</small>
        {point && other && (
          <Comparison figure={figure} now={point} pinned={other} isSameTraffic={isSameTraffic} />
        )}
      </dd>
    </div>
  );
}
