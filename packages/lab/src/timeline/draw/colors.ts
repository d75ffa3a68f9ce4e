import type { Palette } from 'lockstep-cli/charts';

/** Those of the charts' colors that a canvas needs. */
export type Colors = Pick<
  Palette,
  | 'background'
  | 'ink'
  | 'muted'
  | 'axis'
  | 'grid'
  | 'band'
  | 'blocked'
  | 'forming'
  | 'formingFill'
  | 'own'
  | 'onOwn'
  | 'held'
  | 'heldFill'
  | 'alarm'
>;

/** Where the visitor's system sets all colors, its names for them; what is hollow stays hollow. */
const FORCED: Colors = {
  background: 'Canvas',
  ink: 'CanvasText',
  muted: 'CanvasText',
  axis: 'GrayText',
  grid: 'Canvas',
  band: 'Canvas',
  blocked: 'GrayText',
  forming: 'GrayText',
  formingFill: 'Canvas',
  own: 'Highlight',
  onOwn: 'HighlightText',
  held: 'Highlight',
  heldFill: 'Canvas',
  alarm: 'LinkText',
};

/** Reads the page's palette; to be called again when `watchColors` says that it changed. */
export function readColors(): Colors {
  if (matchMedia('(forced-colors: active)').matches) return FORCED;
  const style = getComputedStyle(document.documentElement);
  const names = Object.keys(FORCED) as (keyof Colors)[];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--chart-${name}`).trim()]),
  ) as unknown as Colors;
}

/** Tells when the theme changes, by choice or with the system; gives the function that ends it. */
export function watchColors(changed: () => void): () => void {
  const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  for (const list of media) list.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const list of media) list.removeEventListener('change', changed);
  };
}
