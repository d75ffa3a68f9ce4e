/** Where on the canvas bars are drawn (px). Names of rows stand left of it, batches' above, the time axis below. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const NARROW = 520;
const TOP = 20;
const BELOW = 40;
const RIGHT = 10;

/** @param width of the canvas */
export function boxOf(width: number, height: number): Box {
  const left = width < NARROW ? 50 : 54;
  return {
    left,
    top: TOP,
    width: Math.max(1, width - left - RIGHT),
    height: Math.max(1, height - TOP - BELOW),
  };
}
