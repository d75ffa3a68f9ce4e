import { lossesInWords } from 'lockstep/metrics';
import { swatches, THEMABLE } from 'lockstep-cli/charts';
import type { TimelineState } from '../control/timeline-state.js';
import './legend.css';

const PARTS = ['blocked', 'forming', 'own', 'held'] as const;
/** The marks of losses, as the canvas draws them, in a box of 12 × 12. */
const MARKS = {
  rejected: 'M3 3 9 9M9 3 3 9',
  cancelled: 'M6 1.5 10.5 6 6 10.5 1.5 6Z',
  expired: 'M1.5 2.5H10.5L6 10.5Z',
  failed: 'M2.5 2.5H9.5V9.5H2.5Z',
} as const;

/** What the colors and marks of the bars mean; of the marks those that occur. */
export function Legend({ state }: { readonly state: TimelineState }) {
  const bySlot = state.lab.view.rows.value === 'slot';
  const losses = state.run.value?.shown.point.requests;
  const parts = swatches(THEMABLE).map(({ label }, i) => ({ label, part: PARTS[i]! }));
  return (
    <ul class="timeline-legend" aria-label="Legend">
      {parts
        .filter(({ part }) => !bySlot || part === 'own' || part === 'held')
        .map(({ label, part }) => (
          <li key={part}>
            <i class={`timeline-swatch ${part}`} />
            {label}
          </li>
        ))}
      {bySlot && (
        <li>
          <i class="timeline-swatch empty" />
          empty slot
        </li>
      )}
      {!bySlot &&
        losses !== undefined &&
        lossesInWords(losses).map((text) => {
          const name = text.split(' ')[1] as keyof typeof MARKS;
          return (
            <li key={name}>
              <svg class="timeline-mark" viewBox="0 0 12 12" aria-hidden="true">
                <path d={MARKS[name]} class={name} />
              </svg>
              {name}
            </li>
          );
        })}
    </ul>
  );
}
