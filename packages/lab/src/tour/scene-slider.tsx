import '../controls/ladder-slider.css';
import { useId } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import type { Scene } from './scene.js';

/** A slider over the values that a scene offers. */
export function SceneSlider({ scene: { control } }: { readonly scene: Scene }) {
  const { scenario, change } = useLab();
  const id = useId();
  const value = scenario.value[control.key];
  const index = control.values.findIndex((each) => String(each) === String(value));
  const shown = Math.max(0, index);
  const words = index === -1 ? 'another value' : control.inWords(control.values[index]!);
  return (
    <div class="tour-slider">
      <label for={id}>{control.label}</label>
      <output for={id}>{words}</output>
      <input
        id={id}
        class="ladder-slider"
        type="range"
        min="0"
        max={control.values.length - 1}
        value={shown}
        style={{ '--slider-share': String(shown / (control.values.length - 1)) }}
        aria-valuetext={words}
        onInput={({ currentTarget }) =>
          change({ [control.key]: control.values[Number(currentTarget.value)]! })
        }
      />
    </div>
  );
}
