import { effect } from '@preact/signals';

/**
 * Draws in the next frame, once, however often what `read` reads changes before.
 * @param read reads the signals that the drawing depends on
 * @returns the function that ends it
 */
export function inFrames(read: () => void, draw: () => void): () => void {
  let frame = 0;
  const stop = effect(() => {
    read();
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
