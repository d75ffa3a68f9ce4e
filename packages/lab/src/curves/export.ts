import { DARK, LIGHT, SWEEP_CHARTS } from 'lockstep-cli/charts';
import type { ShownSweep } from '../state/lab.js';
import { isDark } from '../look/theme.js';

/** What a report's pictures are as wide as (px). */
const WIDTH = 936;
/** Pixels of a PNG per unit of its SVG. */
const SCALE = 2;

/** The chart of a sweep with this name as a file, with its target, in the colors that the page has now. */
export async function pictureOf(sweep: ShownSweep, name: string, type: 'svg' | 'png'): Promise<Blob> {
  const chart = SWEEP_CHARTS.find((each) => each.name === name)!;
  const result = name === 'heatmap' ? sweep.all! : sweep.atRate;
  const data = { result, release: sweep.scenario.release };
  const palette = isDark() ? DARK : LIGHT;
  const { svgOf } = await import('./vega.js');
  const svg = new Blob([await svgOf(chart.spec(data, { palette, width: WIDTH }))], { type: 'image/svg+xml' });
  return type === 'svg' ? svg : asPng(svg);
}

async function asPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth * SCALE, image.naturalHeight * SCALE);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}
