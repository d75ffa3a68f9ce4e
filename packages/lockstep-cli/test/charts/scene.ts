import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { toSvg } from '../../src/charts/render.js';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface DrawnText extends Box {
  readonly text: string;
}

export interface DrawnMark extends Box {
  readonly kind: string;
  readonly fill: string;
  readonly stroke: string;
  /** Whether its parts that no color fills can be seen through. */
  readonly isOpen: boolean;
}

/** A plot of a picture (one with an anchor): its size, and all that is drawn in it, in px from its left top corner. */
export interface DrawnPlot {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly DrawnMark[];
  readonly texts: readonly DrawnText[];
}

/** All that is drawn, in px from the left top corner of the picture. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  readonly plots: readonly DrawnPlot[];
}

interface Item {
  readonly marktype?: string;
  readonly role?: string;
  readonly name?: string;
  readonly items?: readonly Item[];
  readonly bounds: { x1: number; y1: number; x2: number; y2: number };
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly text?: string | readonly string[];
  readonly opacity?: number;
  readonly fill?: string;
  readonly stroke?: string;
}

/** To draw one picture sets how texts are measured in all others. */
let measured: Promise<string> | undefined;

/** What Vega draws of a specification with anchors, with the boxes that its texts take in Inter. */
export async function sceneOf(spec: TopLevelSpec): Promise<Scene> {
  measured ??= toSvg(spec);
  await measured;
  const view = await new View(parse(compile(spec).spec), { renderer: 'none' }).runAsync();
  const root = (view.scenegraph() as unknown as { root: Item }).root;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const inner = view as any;
  const [originX, originY] = inner._origin as [number, number];
  const padding = view.padding() as { left: number; right: number; top: number; bottom: number };
  const texts: DrawnText[] = [];
  const plots: DrawnPlot[] = [];
  walk(root, padding.left + originX, padding.top + originY, null);
  const size = {
    width: inner._viewWidth + padding.left + padding.right,
    height: inner._viewHeight + padding.top + padding.bottom,
  };
  view.finalize();
  return { ...size, texts, plots };

  function walk(
    mark: Item,
    x: number,
    y: number,
    plot: { corner: [number, number]; marks: DrawnMark[]; texts: DrawnText[] } | null,
  ): void {
    for (const item of mark.items ?? []) {
      if (mark.marktype === 'group') {
        const [left, top] = [x + (item.x ?? 0), y + (item.y ?? 0)];
        let own = plot;
        const isPlot = (item.items ?? []).some(({ name }) => name?.startsWith('anchor_'));
        if (isPlot) {
          own = { corner: [left, top], marks: [], texts: [] };
          plots.push({ width: item.width!, height: item.height!, marks: own.marks, texts: own.texts });
        }
        for (const child of item.items ?? []) walk(child, left, top, own);
        continue;
      }
      if (item.opacity === 0) continue;
      const { x1, y1, x2, y2 } = item.bounds;
      const box = { left: x + x1, top: y + y1, right: x + x2, bottom: y + y2 };
      if (mark.marktype === 'text') {
        const text = Array.isArray(item.text) ? item.text.join('\n') : String(item.text ?? '');
        if (text.trim() === '') continue;
        texts.push({ text, ...box });
        if (mark.role === 'mark' && plot) plot.texts.push({ text, ...within(box, plot.corner) });
      } else if (mark.role === 'mark' && plot) {
        plot.marks.push({
          kind: mark.marktype!,
          fill: item.fill ?? '',
          stroke: item.stroke ?? '',
          isOpen: item.fill === undefined || item.fill === 'transparent',
          ...within(box, plot.corner),
        });
      }
    }
  }
}

function within(box: Box, [x, y]: [number, number]): Box {
  return { left: box.left - x, top: box.top - y, right: box.right - x, bottom: box.bottom - y };
}
