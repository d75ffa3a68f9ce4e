import type { Stretch } from '../../state/lab.js';
import { isWhole } from '../scale/stretches.js';

/** What of the brush one has taken hold of. */
export type Grip = 'from' | 'to' | 'middle' | 'outside';

/**
 * The stretch that a brush stands for once a pointer has moved; times in ms since the first arrival.
 * @param start the stretch and where the pointer was when it took hold
 */
export function brushed(
  grip: Grip,
  start: { readonly stretch: Stretch; readonly at: number },
  at: number,
  lengthMs: number,
): Stretch {
  const { from, to } = start.stretch;
  if (grip === 'from') return ordered(at, to);
  if (grip === 'to') return ordered(from, at);
  // All of a run cannot be moved: who drags there wants a part of it.
  if (grip === 'outside' || isWhole(start.stretch, lengthMs)) return ordered(start.at, at);
  return { from: from + at - start.at, to: to + at - start.at };
}

/** The same stretch around another middle, as after a click outside the brush. */
export function centered({ from, to }: Stretch, at: number): Stretch {
  const half = (to - from) / 2;
  return { from: at - half, to: at + half };
}

/** The stretch after a key on a part of the brush; null for a key that means nothing there. Steps are a tenth of it. */
export function stepped(
  grip: 'from' | 'to' | 'middle',
  key: string,
  { from, to }: Stretch,
  lengthMs: number,
): Stretch | null {
  const length = to - from;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -0.1 * length,
    ArrowDown: -0.1 * length,
    ArrowRight: 0.1 * length,
    ArrowUp: 0.1 * length,
    PageDown: -length,
    PageUp: length,
    Home: -lengthMs,
    End: lengthMs,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (grip === 'middle') return { from: from + step, to: to + step };
  const least = Math.min(length / 2, lengthMs / 1000);
  if (grip === 'from') return { from: Math.max(0, Math.min(from + step, to - least)), to };
  return { from, to: Math.min(lengthMs, Math.max(to + step, from + least)) };
}

const ordered = (a: number, b: number): Stretch => ({ from: Math.min(a, b), to: Math.max(a, b) });
