import { useSignal, useSignalEffect } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';

/** The tour of the five limitations; it is fetched when it is opened for the first time. */
export function Tour() {
  const { view } = useLab();
  const resumed = useRef(view.scene.peek() !== null).current;
  const panel = useSignal<FunctionComponent<{ resumed: boolean }> | null>(null);
  useSignalEffect(() => {
    if (view.scene.value === null || panel.peek() !== null) return;
    import('./tour-panel.js').then(({ TourPanel }) => (panel.value = TourPanel)).catch(reportError);
  });
  const Panel = panel.value;
  return Panel === null ? null : <Panel resumed={resumed} />;
}
