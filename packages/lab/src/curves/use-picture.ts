import { type Signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { type Look, type Places, type SweepChart, type SweepData, THEMABLE } from 'lockstep-cli/charts';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { curveData } from './curve-data.js';
import { type Corner, LivingView } from './living-view.js';
import { useNear } from './use-near.js';
import { useWidth } from './use-width.js';

/** A picture that is there, with all that belongs to it. */
export interface Picture {
  readonly data: SweepData;
  readonly look: Look;
  readonly places: Places;
  /** Of its panels. */
  readonly corners: readonly Corner[];
}

/** The narrowest that a chart can be drawn (px). */
const NARROWEST = 320;

/** Draws a chart of the sweep into an element, anew for every sweep and width while it is in sight. Null before the first. */
export function usePicture(
  chart: SweepChart,
  element: RefObject<HTMLElement | null>,
): Signal<Picture | null> {
  const { sweep } = useLab();
  const living = useRef<LivingView>(null);
  const near = useNear(element);
  const width = useWidth(element);
  const picture = useSignal<Picture | null>(null);
  const data = useComputed(() => curveData(chart, sweep.value));

  useEffect(() => {
    living.current = new LivingView(element.current!);
    return () => living.current!.close();
  }, []);

  useSignalEffect(() => {
    if (data.value === null || width.value === 0 || !near.value) return;
    const shown = data.value;
    if (picture.peek()?.data === shown && picture.peek()?.look.width === width.value) return;
    const look = { palette: THEMABLE, width: Math.max(NARROWEST, width.value), anchors: true };
    const view = living.current!;
    void view.show(chart.spec(shown, look)).then((isShown) => {
      if (isShown) {
        picture.value = { data: shown, look, places: chart.places(shown, look), corners: view.corners() };
      }
    });
  });
  return picture;
}
