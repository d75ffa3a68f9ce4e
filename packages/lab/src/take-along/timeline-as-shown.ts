/** Around it (px of the picture). */
const MARGIN = 16;

/** The timeline as it stands on the page, with what is chosen in it; null while there is none. */
export async function timelineAsShown(): Promise<Blob | null> {
  const layers = [...document.querySelectorAll<HTMLCanvasElement>('.timeline-plot canvas')].filter(
    // One on which nothing was drawn yet has no size.
    ({ width, height }) => width > 0 && height > 0,
  );
  const bars = layers[0];
  if (bars === undefined) return null;
  const picture = document.createElement('canvas');
  picture.width = bars.width + 2 * MARGIN;
  picture.height = bars.height + 2 * MARGIN;
  const context = picture.getContext('2d')!;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  for (const layer of layers) context.drawImage(layer, MARGIN, MARGIN);
  return new Promise((resolve) => picture.toBlob(resolve, 'image/png'));
}
