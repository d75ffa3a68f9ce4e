import { useComputed } from '@preact/signals';
import { commandLine, type Scenario } from 'lockstep/scenario';
import { addressOf } from '../state/follow-address.js';
import { useLab } from '../state/lab-context.js';
import { namedFiles } from './named-files.js';
import { Quoted } from './quoted.js';
import { ScenarioFile } from './scenario-file.js';

/** The same run and sweep on the command line, and the way back to this page. */
export function Commands() {
  const lab = useLab();
  const { run, sweep } = lab;
  const link = useComputed(() => `${location.href.split('#')[0]}#${addressOf(lab)}`);
  const scenario = run.value?.scenario ?? null;
  return (
    <div class="take-commands">
      {scenario === null ? (
        <p class="muted">
          {run.value === null
            ? 'The first run is under way.'
            : `${run.value.title} was recorded: no command line gives it again.`}
        </p>
      ) : (
        <>
          <Quoted
            title="This run on the command line"
            what="the command of this run"
            text={commandLine('lockstep simulate', scenario)}
            note={filesNote(scenario)}
          />
          <Quoted
            title="The sweep behind the curves"
            what="the command of the sweep"
            text={
              sweep.value === null
                ? 'It follows in a moment.'
                : commandLine('lockstep sweep', sweep.value.scenario)
            }
          />
          <ScenarioFile run={run.value!} />
        </>
      )}
      <Quoted
        title="Link to what is shown"
        what="the link"
        text={link.value}
        note={
          scenario === null
            ? 'A link tells options, not files: the recorded run has to be opened again.'
            : null
        }
      />
    </div>
  );
}

function filesNote(scenario: Scenario): string | null {
  const files = namedFiles(scenario);
  if (files.length === 0) return null;
  return `It reads ${files.join(' and ')}: run it in the folder where you have ${files.length > 1 ? 'them' : 'it'}.`;
}
