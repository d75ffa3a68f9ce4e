import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { overrideScenario, readScenario, type Scenario, type WrittenScenario } from 'lockstep/scenario';
import { useLab } from '../state/lab-context.js';
import type { Finding, Scene } from './scene.js';
import { sweepHere } from './simulate-here.js';

/** The sentence on the run that is shown, or on the sweep that takes its place; a promise of it until it is there. */
export function useFinding({ finding }: Scene): string {
  const { run, scenario } = useLab();
  const swept = useSignal<string | null>(null);
  // A slider that moves the batch size changes nothing of a sweep over batch sizes.
  const plan = useComputed(() =>
    finding.of === 'sweep' ? JSON.stringify(sweepOf(finding, scenario.value)) : null,
  );
  useSignalEffect(() => {
    if (plan.value === null) return;
    const given = new AbortController();
    swept.value = null;
    sweepHere(JSON.parse(plan.value) as Scenario, given.signal)
      .then((result) => {
        if (result !== null) swept.value = result.limitations.fixedBatchSize!.sentence;
      })
      .catch(reportError);
    return () => given.abort();
  });
  if (finding.of === 'sweep') return swept.value ?? 'Simulating each batch size at both rates …';
  return run.value === null ? 'Simulating …' : finding.tell(run.value.point.limitations);
}

/** The scenario under steady traffic, at each of the rates. */
export function sweepOf(
  { batchSizes, rates }: Extract<Finding, { of: 'sweep' }>,
  scenario: Scenario,
): Scenario {
  return readScenario(
    overrideScenario(scenario as WrittenScenario, {
      arrivals: 'poisson',
      rate: rates,
      batchSize: batchSizes,
    }),
  );
}
