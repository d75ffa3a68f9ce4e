import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** A chart is drawn anew for a width that differs by this much (px). */
const STEP = 8;

/** How wide an element is (px, in steps, so that a scroll bar redraws nothing); 0 before it is there. */
export function useWidth(element: RefObject<HTMLElement | null>): Signal<number> {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const measure = () => {
      width.value = Math.floor(element.current!.clientWidth / STEP) * STEP;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}
