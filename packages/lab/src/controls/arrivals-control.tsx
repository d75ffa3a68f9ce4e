import { parseArrivals } from 'lockstep/scenario';
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { ARRIVAL_SHAPES } from './arrival-shapes.js';
import { ShapeControl } from './shape-control.js';

/** Who arrives when. */
export function ArrivalsControl() {
  const { scenario } = useLab();
  const rate = useComputed(() => scenario.value.rate).value;
  const last = useRef(rate);
  useEffect(() => {
    if (rate !== undefined) last.current = rate;
  }, [rate]);
  return (
    <ShapeControl
      option="arrivals"
      shapes={ARRIVAL_SHAPES}
      as="list"
      // After a closed loop, which has none, the rate of before is back.
      besides={(text) =>
        rate === undefined && last.current && needsRate(text) ? { rate: last.current } : {}
      }
    />
  );
}

function needsRate(arrivals: string): boolean {
  try {
    return parseArrivals(arrivals).rate === 'needed';
  } catch {
    // What is wrong with them is said when they are taken over.
    return false;
  }
}
