import { anchorName } from '../../src/charts/index.js';

/** A spot in a panel (px from its left top corner). */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface DrawnPanel {
  /** The middles of symbols. */
  readonly symbols: readonly Spot[];
  /** The middles of the left edges of bars. */
  readonly bars: readonly Spot[];
  /** The middles of cells with round corners. */
  readonly cells: readonly Spot[];
}

const TAGS = /<g class="([^"]*)"|<path(?: transform="translate\(([^,]+),([^)]+)\)")? d="([^"]*)"/g;
const BAR = /^M([-\d.e]+),([-\d.e]+)h[-\d.e]+v([-\d.e]+)/;

/**
 * What stands in the panels of a picture in SVG that has anchors. The marks of a panel come before its anchor; what stands
 * before all panels (a legend, titles) is counted to the first, which does no harm where one looks for what must be there.
 */
export function drawnPanels(svg: string): DrawnPanel[] {
  const empty = () => ({ symbols: [] as Spot[], bars: [] as Spot[], cells: [] as Spot[] });
  const panels: DrawnPanel[] = [];
  let panel = empty();
  let marks = '';
  for (const [, group, x, y, path = ''] of svg.matchAll(TAGS)) {
    if (group !== undefined) {
      marks = group;
      if (!group.includes(`${anchorName(panels.length)}_marks`)) continue;
      panels.push(panel);
      panel = empty();
    } else if (marks.startsWith('mark-symbol')) {
      panel.symbols.push({ x: Number(x), y: Number(y) });
    } else if (marks.startsWith('mark-rect')) {
      const bar = BAR.exec(path);
      if (bar) panel.bars.push({ x: Number(bar[1]), y: Number(bar[2]) + Number(bar[3]) / 2 });
      else panel.cells.push(middleOf(path));
    }
  }
  return panels;
}

/** The middle of all that a path goes by. */
function middleOf(path: string): Spot {
  const spots = [...path.matchAll(/([-\d.e]+),([-\d.e]+)/g)];
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: middle(spots.map(([, x]) => Number(x))), y: middle(spots.map(([, , y]) => Number(y))) };
}
