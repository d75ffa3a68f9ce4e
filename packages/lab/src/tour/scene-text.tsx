import { useLab } from '../state/lab-context.js';
import type { Scene } from './scene.js';
import { answeredSpan } from './spans.js';
import { useFinding } from './use-finding.js';

/** What a scene is about, and what it did to this run and to the chosen request. */
export function SceneText({ scene }: { readonly scene: Scene }) {
  const { run, view } = useLab();
  const finding = useFinding(scene);
  const request = view.request.value;
  const span = run.value === null || request === null ? null : answeredSpan(run.value, request);
  return (
    <>
      <p>{scene.about}</p>
      <dl class="tour-findings">
        <dt>{scene.finding.of === 'run' ? 'In this run' : 'Over batch sizes'}</dt>
        <dd aria-live="polite">{finding}</dd>
        <dt>In the timeline</dt>
        <dd aria-live="polite">
          {span === null
            ? 'Choose a request in the timeline to read what it met.'
            : scene.story(span, run.value!.log)}
        </dd>
      </dl>
    </>
  );
}
