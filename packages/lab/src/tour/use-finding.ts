import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { overrideScenario, readSweep, type Scenario, type Sweep } from 'lockstep/scenario';
import { fixedBatchSizeInWords } from 'lockstep/words';
import { useLab } from '../state/lab-context.js';
import type { Finding, Scene } from './scene.js';
import { sweepHere } from './simulate-here.js';

/** The sentence on the run that is shown, or on the sweep that takes its place; a promise of it until it is there. */
export function useFinding({ finding }: Scene): string {
  const { run, scenario } = useLab();
  const swept = useSignal<string | null>(null);
  // A slider that moves the batch size changes nothing of a sweep over batch sizes.
  const plan = useComputed(() =>
    finding.of === 'sweep' ? JSON.stringify(sweepOf(finding, scenario.value).scenario) : null,
  );
  useSignalEffect(() => {
    if (plan.value === null) return;
    const given = new AbortController();
    swept.value = null;
    sweepHere(readSweep(JSON.parse(plan.value)), given.signal)
      .then((result) => {
        if (result !== null) swept.value = fixedBatchSizeInWords(result);
      })
      .catch(reportError);
    return () => given.abort();
  });
  if (finding.of === 'sweep') return swept.value ?? 'Simulating each batch size at both rates …';
  return run.value === null ? 'Simulating …' : finding.tell(run.value.point.limitations);
}

/** The scenario under steady traffic, at each of the rates. */
export function sweepOf({ batchSizes, rates }: Extract<Finding, { of: 'sweep' }>, scenario: Scenario): Sweep {
  return readSweep(
    overrideScenario(scenario, {
      arrivals: 'poisson',
      rate: rates,
      batchSize: batchSizes,
    }),
  );
}
