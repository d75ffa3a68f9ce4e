/** The colors of a canvas by their purpose, as the charts name them. */
export interface Colors {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  readonly band: string;
  readonly blocked: string;
  readonly forming: string;
  readonly formingFill: string;
  readonly own: string;
  readonly onOwn: string;
  readonly held: string;
  readonly heldFill: string;
  readonly alarm: string;
}

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
