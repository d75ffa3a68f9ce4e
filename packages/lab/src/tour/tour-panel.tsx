import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useLab } from '../state/lab-context.js';
import { SceneText } from './scene-text.js';
import { SCENES } from './scenes/index.js';
import { TourNav } from './tour-nav.js';
import { createTour } from './tour-state.js';
import { TryIt } from './try-it.js';
import './tour-panel.css';

/** The scene that is open, with the way through the tour. The page around it stays usable. */
export function TourPanel({ resumed }: { readonly resumed: boolean }) {
  const lab = useLab();
  const tour = useMemo(() => createTour(lab, resumed), [lab]);
  useEffect(() => tour.follow(), [tour]);

  const heading = useRef<HTMLHeadingElement>(null);
  const scene = tour.scene.value;
  const number = lab.view.scene.value ?? 0;
  // Not at first where the page came up with the scene: then its reader did not ask to be taken there.
  const first = useRef(resumed);
  useEffect(() => {
    if (scene !== null && !first.current) show(heading.current!);
    first.current = false;
  }, [scene]);

  if (scene === null) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const turned = turn(event, number);
    if (turned === undefined) return;
    event.preventDefault();
    if (turned === null) tour.leave();
    else tour.go(turned);
  };
  return (
    <section class="panel tour" aria-labelledby="tour-heading" onKeyDown={onKeyDown}>
      <TourNav number={number} go={tour.go} leave={tour.leave} />
      <div class="tour-scene">
        <div class="tour-told">
          <h2 id="tour-heading" ref={heading} tabIndex={-1}>
            {scene.name}
          </h2>
          <SceneText key={scene.name} scene={scene} />
        </div>
        <TryIt key={scene.name} scene={scene} tour={tour} />
      </div>
    </section>
  );
}

/** So that the timeline below the panel is in sight as well, as far as there is room. */
function show(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  heading.closest('section')!.scrollIntoView({ block: 'start' });
}

/** The scene that a key asks for; null to leave, undefined for any other key. */
function turn({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent, number: number) {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (key === 'Escape') return null;
  const asked = /^[1-9]$/.test(key) ? Number(key) : undefined;
  if (asked !== undefined) return asked <= SCENES.length ? asked : undefined;
  // A slider has its own use for arrows.
  if (target instanceof HTMLInputElement) return undefined;
  if (key === 'ArrowRight') return Math.min(SCENES.length, number + 1);
  if (key === 'ArrowLeft') return Math.max(1, number - 1);
  return undefined;
}
