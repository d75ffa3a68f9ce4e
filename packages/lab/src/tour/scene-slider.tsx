import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';
import { StepSlider } from '../controls/step-slider.js';
import { useLab } from '../state/lab-context.js';
import type { Scene } from './scene.js';

/** A slider over the values that a scene offers. */
export function SceneSlider({ scene: { control } }: { readonly scene: Scene }) {
  const { scenario, change } = useLab();
  const id = useId();
  const value = useComputed(() => scenario.value[control.key]).value;
  const index = control.values.findIndex((each) => String(each) === String(value));
  const words = index === -1 ? 'another value' : control.inWords(control.values[index]!);
  return (
    <div class="tour-slider">
      <label for={id}>{control.label}</label>
      <output for={id}>{words}</output>
      <StepSlider
        id={id}
        step={Math.max(0, index)}
        steps={control.values.length}
        inWords={words}
        onStep={(step) => change({ [control.key]: control.values[step]! })}
      />
    </div>
  );
}
