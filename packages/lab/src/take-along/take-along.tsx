import { useSignal } from '@preact/signals';
import { useLab } from '../state/lab-context.js';
import { Commands } from './commands.js';
import { DataFiles } from './data-files.js';
import { PictureFiles } from './picture-files.js';
import { SaidProvider } from './said.js';
import './take-along.css';

/** All that one can take away from here: commands, files and pictures. */
export function TakeAlong() {
  const { run, sweep } = useLab();
  const said = useSignal('');
  return (
    <section class="panel take" id="take-along" aria-labelledby="take-heading">
      <div class="panel-head">
        <h2 id="take-heading">Take it along</h2>
        <p class="take-said" role="status">
          {said}
        </p>
      </div>
      <SaidProvider value={(words) => (said.value = words)}>
        <div class="take-columns">
          <div>
            <h3>Again, elsewhere</h3>
            <Commands />
          </div>
          <div>
            <h3>Data</h3>
            <DataFiles run={run.value} sweep={sweep.value} />
          </div>
          <div>
            <h3>Pictures</h3>
            <PictureFiles run={run.value} sweep={sweep.value} />
          </div>
        </div>
      </SaidProvider>
    </section>
  );
}
