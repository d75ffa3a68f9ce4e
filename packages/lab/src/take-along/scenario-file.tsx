import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Scenario } from 'lockstep/scenario';
import type { ShownRun } from '../simulation/shown-run.js';
import { CopyButton } from './copy-button.js';
import { runName } from './file-name.js';
import { SaveButton } from './save-button.js';

const textOf = async (scenario: Scenario) => (await import('./documents.js')).scenarioText(scenario);

/** The scenario as a file for `lockstep simulate FILE`; its text is made when somebody looks. */
export function ScenarioFile({ run }: { readonly run: ShownRun }) {
  const scenario = run.scenario!;
  const shown = useSignal(scenario);
  const isOpen = useSignal(false);
  const text = useSignal('');
  useEffect(() => {
    shown.value = scenario;
  }, [scenario]);
  useSignalEffect(() => {
    const asked = shown.value;
    if (!isOpen.value) return;
    textOf(asked)
      .then((made) => {
        if (shown.peek() === asked) text.value = made;
      })
      .catch(reportError);
  });
  return (
    <div class="take-quoted">
      <h4>Scenario file</h4>
      <div class="take-buttons">
        <CopyButton what="the scenario file" text={() => textOf(scenario)} />
        <SaveButton
          label="Save"
          name="Save the scenario file"
          file={`${runName(run)}-scenario.yaml`}
          make={async () => new Blob([await textOf(scenario)], { type: 'application/yaml' })}
        />
      </div>
      <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
        <summary>Show it</summary>
        <pre tabIndex={0} aria-label="Scenario file">
          <code>{text}</code>
        </pre>
      </details>
    </div>
  );
}
