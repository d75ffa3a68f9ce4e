import type { Stretch } from '../../state/lab.js';
import type { Moves } from './moves.js';
import { isWhole, panned } from '../scale/stretches.js';
import type { TimelineState } from './timeline-state.js';

/** A pointer that moved less than this was a click (px). */
const CLICK = 4;
/** How much a notch of a wheel zooms. */
const WHEEL = 0.0022;

interface Finger {
  x: number;
  y: number;
}

/**
 * Mouse, pen and touch on the canvas: one drags time, two pinch it, a click keeps a request. Moving on the canvas points.
 * The page scrolls as ever: a plain wheel zooms only a canvas that has the focus, and vertical swipes are the page's.
 * @returns the function that stops listening
 */
export function listenToPointers(canvas: HTMLElement, state: TimelineState, moves: Moves): () => void {
  const fingers = new Map<number, Finger>();
  /** The stretch and fingers when the latest finger came or went. */
  let grip: { stretch: Stretch; middle: number; spread: number } | null = null;
  let moved = 0;

  const place = (event: MouseEvent): Finger => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const since = (x: number) => state.time.value.at(x) - state.run.value!.originAt;
  const hold = () => {
    const xs = [...fingers.values()].map(({ x }) => x);
    const middle = xs.reduce((sum, x) => sum + x, 0) / xs.length;
    const spread = xs.length > 1 ? Math.max(20, Math.abs(xs[0]! - xs[1]!)) : 1;
    return { middle, spread };
  };
  const regrip = () => {
    grip = fingers.size === 0 ? null : { stretch: state.stretch.value, ...hold() };
  };

  const listeners: { [type in keyof HTMLElementEventMap]?: (event: never) => void } = {
    pointerdown(event: PointerEvent) {
      if (event.button !== 0 || state.run.value === null) return;
      if (fingers.size === 0) moved = 0;
      fingers.set(event.pointerId, place(event));
      canvas.setPointerCapture(event.pointerId);
      regrip();
    },
    pointermove(event: PointerEvent) {
      if (state.run.value === null) return;
      const at = place(event);
      const finger = fingers.get(event.pointerId);
      if (finger === undefined) {
        if (event.pointerType !== 'touch') state.pointed.value = state.find(at.x, at.y);
        return;
      }
      moved += Math.abs(at.x - finger.x) + Math.abs(at.y - finger.y);
      Object.assign(finger, at);
      if (moved < CLICK) return;
      const { stretch, middle, spread } = grip!;
      const now = hold();
      const { left, width } = state.box.value;
      const length = ((stretch.to - stretch.from) * spread) / now.spread;
      const held = stretch.from + ((middle - left) / width) * (stretch.to - stretch.from);
      const from = held - ((now.middle - left) / width) * length;
      state.show({ from, to: from + length });
      canvas.classList.add('is-dragged');
    },
    pointerup(event: PointerEvent) {
      if (!fingers.delete(event.pointerId)) return;
      regrip();
      canvas.classList.remove('is-dragged');
      if (moved >= CLICK) return;
      const { x, y } = place(event);
      const found = state.find(x, y);
      state.pointed.value = found;
      moves.keep(found?.request ?? null);
    },
    pointercancel(event: PointerEvent) {
      fingers.delete(event.pointerId);
      regrip();
    },
    pointerleave() {
      if (fingers.size === 0) state.pointed.value = null;
    },
    wheel(event: WheelEvent) {
      if (state.run.value === null) return;
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const [dx, dy] = [event.deltaX * lines, event.deltaY * lines];
      const isZoom = event.ctrlKey || (document.activeElement === canvas && !event.shiftKey);
      const sideways = event.shiftKey ? dx || dy : dx;
      if (!event.ctrlKey && Math.abs(sideways) > (event.shiftKey ? 0 : Math.abs(dy))) {
        event.preventDefault();
        state.show(panned(state.stretch.value, sideways / state.box.value.width));
      } else if (isZoom) {
        // Farther than the whole run there is nothing: the page goes on scrolling.
        const isOut = dy > 0 && isWhole(state.stretch.value, state.run.value.lengthMs);
        if (isOut && !event.ctrlKey) return;
        event.preventDefault();
        // Trackpads pinch in small steps with ctrl set.
        const speed = event.ctrlKey && Math.abs(dy) < 40 ? WHEEL * 4 : WHEEL;
        moves.zoom(Math.exp(-dy * speed), since(place(event).x));
      }
    },
    dblclick(event: MouseEvent) {
      if (state.run.value !== null) moves.zoom(3, since(place(event).x));
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    canvas.addEventListener(type, listener as EventListener, { passive: false });
  }
  return () => {
    for (const [type, listener] of Object.entries(listeners)) {
      canvas.removeEventListener(type, listener as EventListener);
    }
  };
}
