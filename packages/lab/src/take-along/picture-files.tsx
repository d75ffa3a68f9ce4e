import type { ShownRun } from '../simulation/shown-run.js';
import type { ShownSweep } from '../state/lab.js';
import type { PictureFormat } from './draw-picture.js';
import { runName, sweepName } from './file-name.js';
import { RUN_PICTURES, SWEEP_PICTURES } from './pictures.js';
import { SaveButton } from './save-button.js';
import { timelineAsShown } from './timeline-as-shown.js';

interface PictureFilesProps {
  readonly run: ShownRun | null;
  readonly sweep: ShownSweep | null;
}

/** Every chart as a picture, in the colors of the page. */
export function PictureFiles({ run, sweep }: PictureFilesProps) {
  const ofRun = run === null ? '' : runName(run);
  const ofSweep = sweep === null ? '' : sweepName(sweep);
  return (
    <div class="take-pictures">
      <table>
        <caption>Of the run</caption>
        <tbody>
          <PictureRow
            of="run"
            label="Timeline as shown here"
            file={`${ofRun}-timeline-as-shown`}
            formats={['png']}
            disabled={run === null}
            make={() => timelineAsShown()}
          />
          {RUN_PICTURES.map(({ chart, label }) => (
            <PictureRow
              key={chart}
              of="run"
              label={label}
              file={`${ofRun}-${chart}`}
              disabled={run === null}
              make={async (format) => (await import('./draw-picture.js')).drawRun(chart, run!, format)}
            />
          ))}
        </tbody>
      </table>
      <table>
        <caption>Of the sweep</caption>
        <tbody>
          {SWEEP_PICTURES.map(({ chart, label }) => (
            <PictureRow
              key={chart}
              of="sweep"
              label={label}
              file={`${ofSweep}-${chart}`}
              disabled={sweep === null || run === null}
              make={async (format) => (await import('./draw-picture.js')).drawSweep(chart, sweep!, format)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PictureRowProps {
  readonly of: 'run' | 'sweep';
  readonly label: string;
  readonly file: string;
  readonly formats?: readonly PictureFormat[];
  readonly disabled: boolean;
  readonly make: (format: PictureFormat) => Promise<Blob | null>;
}

function PictureRow({ of, label, file, formats = ['svg', 'png'], disabled, make }: PictureRowProps) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        {formats.map((format) => (
          <SaveButton
            key={format}
            label={format.toUpperCase()}
            name={`${label}, of the ${of}, ${format.toUpperCase()}`}
            file={`${file}.${format}`}
            disabled={disabled}
            make={() => make(format)}
          />
        ))}
      </td>
    </tr>
  );
}
