import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { type Look, type Places, type SweepChart, type SweepData, THEMABLE } from 'lockstep-cli/charts';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Spot, LivingView } from './living-view.js';
import { useNear } from './use-near.js';
import { useWidth } from './use-width.js';

/** A picture that is there, with all that belongs to it. */
export interface Picture {
  readonly data: SweepData;
  readonly look: Look;
  readonly places: Places;
  /** Of its panels. */
  readonly corners: readonly Spot[];
  /** The tallest that it was at this width (px): room that stays reserved, so that nothing below it jumps. */
  readonly tallest: number;
}

/** The narrowest that a chart can be drawn (px). */
const NARROWEST = 320;

export interface Drawing {
  /** Null before the first. */
  readonly picture: Signal<Picture | null>;
  /** Whether the last one could not be drawn; the one before stays. */
  readonly failed: Signal<boolean>;
}

/** Draws a chart into an element, anew for all data and every width while it is in sight; null leaves what is there. */
export function usePicture(
  chart: SweepChart,
  data: ReadonlySignal<SweepData | null>,
  element: RefObject<HTMLElement | null>,
): Drawing {
  const living = useRef<LivingView>(null);
  const near = useNear(element);
  const width = useWidth(element);
  const picture = useSignal<Picture | null>(null);
  const failed = useSignal(false);

  useEffect(() => {
    living.current = new LivingView(element.current!);
    return () => living.current!.close();
  }, []);

  useSignalEffect(() => {
    if (data.value === null || width.value === 0 || !near.value) return;
    const shown = data.value;
    const look = { palette: THEMABLE, width: Math.max(NARROWEST, width.value), anchors: true };
    if (picture.peek()?.data === shown && picture.peek()?.look.width === look.width) return;
    const view = living.current!;
    const draw = async () => {
      try {
        if (!(await view.show(chart.spec(shown, look)))) return;
        const corners = view.corners();
        // Hidden meanwhile; it is drawn when it has a width again.
        if (corners.length === 0) return;
        const last = picture.peek();
        const height = element.current!.clientHeight;
        const tallest = last?.look.width === look.width ? Math.max(last.tallest, height) : height;
        picture.value = { data: shown, look, places: chart.places(shown, look), corners, tallest };
        failed.value = false;
      } catch (error) {
        failed.value = true;
        throw error;
      }
    };
    draw().catch(reportError);
  });
  return { picture, failed };
}
