import type { ShownRun } from '../simulation/shown-run.js';
import type { ShownSweep } from '../state/lab.js';
import { runName, sweepName } from './file-name.js';
import { makeBlob } from './make-blob.js';
import { RUN_FILES, type RunFile } from './run-files.js';
import { SaveButton } from './save-button.js';

interface DataFilesProps {
  readonly run: ShownRun | null;
  readonly sweep: ShownSweep | null;
}

/** The run and the sweep as files. */
export function DataFiles({ run, sweep }: DataFilesProps) {
  return (
    <ul class="take-files">
      {RUN_FILES.map((file) => (
        <RunFileRow key={file.ending} file={file} run={run} />
      ))}
      <li>
        <div>
          <h4>Sweep, JSON</h4>
          <About
            text={
              run !== null && run.scenario === null
                ? 'A recorded run has no sweep.'
                : 'The numbers of every point of the curves, as lockstep sweep --json prints them.'
            }
          />
        </div>
        <SaveButton
          label="Save"
          name="Save the sweep as JSON"
          file={sweep === null ? '' : `${sweepName(sweep)}.json`}
          disabled={sweep === null || sweep.all === null}
          make={async () => {
            const { sweepDocument } = await import('./documents.js');
            return makeBlob([sweepDocument(sweep!.scenario, sweep!.all!, sweep!.notes)], 'application/json');
          }}
        />
      </li>
    </ul>
  );
}

function RunFileRow({ file, run }: { readonly file: RunFile; readonly run: ShownRun | null }) {
  const isMissing = run !== null && run.scenario === null && !file.ofRecorded;
  return (
    <li>
      <div>
        <h4>{file.name}</h4>
        <About text={isMissing ? 'Only a simulated run has it.' : file.about} />
      </div>
      <SaveButton
        label="Save"
        name={`Save: ${file.name}`}
        file={run === null ? '' : runName(run) + file.ending}
        disabled={run === null || isMissing}
        make={async (progress) =>
          makeBlob(file.pieces(run!, await import('./documents.js')), file.type, progress)
        }
      />
    </li>
  );
}

/** Flags are never broken over two lines. */
function About({ text }: { readonly text: string }) {
  return (
    <p class="muted">
      {text.split(/(--[a-z-]+)/).map((part) => (part.startsWith('--') ? <code>{part}</code> : part))}
    </p>
  );
}
