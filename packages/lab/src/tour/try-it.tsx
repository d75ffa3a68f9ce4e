import { useLab } from '../state/lab-context.js';
import { gainAndPrice } from './gain-and-price.js';
import type { Scene } from './scene.js';
import { SceneSlider } from './scene-slider.js';
import type { Tour } from './tour-state.js';

/** One control, and what moving it changes. */
export function TryIt({ scene, tour }: { readonly scene: Scene; readonly tour: Tour }) {
  const { run } = useLab();
  const start = tour.start.value?.point ?? null;
  const now = run.value?.point ?? null;
  const { effect, price, control } = scene;
  return (
    <div class="tour-try">
      <div class="tour-try-head">
        <h3>Try it</h3>
        <button type="button" class="button" disabled={tour.untouched.value} onClick={tour.restart}>
          Start again
        </button>
      </div>
      <SceneSlider scene={scene} />
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">At the start</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {[effect, price].map(({ name, of, inWords }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{inWords(start && of(start))}</td>
              <td>{inWords(now && of(now))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="tour-verdict" role="status">
        {tour.untouched.value || start === null || now === null
          ? control.hint
          : gainAndPrice(scene, start, now, tour.requestDifferences.value)}
      </p>
    </div>
  );
}
