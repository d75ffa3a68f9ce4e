import type { Player } from './player.js';

const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Whatever the visitor does while time runs stops it at once, but for the controls of playing themselves. */
export function pauseAtInput(player: Player): () => void {
  const pause = (event: Event) => {
    if (!player.playing.value || !(event.target instanceof Element)) return;
    if (event.target.closest('[data-plays]') !== null) return;
    // This one pauses by itself: paused here it would start again.
    const isToggle = event instanceof KeyboardEvent && event.key === ' ';
    if (isToggle && event.target.closest('.timeline-plot') !== null) return;
    player.pause();
  };
  for (const type of INPUTS) addEventListener(type, pause, { capture: true, passive: true });
  return () => {
    for (const type of INPUTS) removeEventListener(type, pause, { capture: true });
  };
}
