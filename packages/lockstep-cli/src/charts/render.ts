import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { TEXT_SIZE } from './layout.js';
import { textWidth } from './text-width.js';

declare module 'vega' {
  /** How Vega measures text: exported, and left out of its types. */
  export const textMetrics: {
    width(item: { fontSize?: number; fontWeight?: unknown }, text: unknown): number;
  };
}

const fontFile = (name: string) => fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url));

/** The fonts that pictures are drawn with, as files: resvg draws no text with any other than TrueType. */
export const FONT_FILES = {
  regular: fontFile('Inter-Regular.ttf'),
  semiBold: fontFile('Inter-SemiBold.ttf'),
  /** With the characters of pictures alone: what a picture in a file carries along. */
  regularForCharts: fontFile('Inter-Regular-charts.woff2'),
  semiBoldForCharts: fontFile('Inter-SemiBold-charts.woff2'),
};

/** Pixels of a PNG per unit of its SVG. */
const SCALE = 2;

/** Draws a specification as SVG, without a browser. */
export async function toSvg(spec: TopLevelSpec): Promise<string> {
  measureTextInInter();
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Draws an SVG as PNG at twice its size. */
export function toPng(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: {
      fontFiles: [FONT_FILES.regular, FONT_FILES.semiBold],
      loadSystemFonts: false,
      defaultFontFamily: 'Inter',
    },
  });
  return image.render().asPng();
}

/** Without a canvas Vega takes every character for 0.8 em wide, and leaves wide gaps. */
function measureTextInInter(): void {
  textMetrics.width = (item, text) => {
    const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
    return textWidth(String(text ?? ''), item.fontSize ?? TEXT_SIZE, bold ? 'bold' : 'normal');
  };
}
