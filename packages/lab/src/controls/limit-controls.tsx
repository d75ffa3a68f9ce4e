import { useComputed } from '@preact/signals';
import { useLab } from '../state/lab-context.js';
import { OptionField } from './option-field.js';
import { SloControl } from './slo-control.js';

/** What requests may ask for, and what is counted. */
export function LimitControls() {
  const { scenario } = useLab();
  const hasTargets = useComputed(() => scenario.value.slo !== undefined).value;
  return (
    <>
      <SloControl />
      {hasTargets && <OptionField option="sloAttainment" label="Share to meet" />}
      <OptionField option="requestTimeout" placeholder="none, such as 5s" />
      <OptionField option="maxQueueSize" placeholder="inf" />
      <OptionField option="warmup" placeholder="0" />
    </>
  );
}
