import type { TopLevelSpec } from 'vega-lite';
import { anchor } from './anchor.js';
import type { Look } from './chart.js';
import type { Layer } from './layer.js';
import { FONT, LEFT, PADDING, type Panel, TEXT_SIZE } from './layout.js';
import { legend, type Swatch } from './legend.js';
import { wrap } from './text-width.js';

const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12.5;
const PANEL_TITLE_SIZE = 13;
/** What an axis with its title takes below a plot, a flat y title above it, and a panel's title above that. */
const AXIS_ROOM = 46;
const Y_TITLE_ROOM = 30;
const PANEL_TITLE_ROOM = 26;
const PANEL_TITLE_LINE = 15;

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly legend?: readonly Swatch[];
  readonly panels: readonly Panel[];
  readonly columns?: number;
  readonly left?: number;
  /** Room right of each plot for labels. */
  readonly right?: number;
  /** What the labels of the x axis take below each plot, more than a line (px; default 0). */
  readonly below?: number;
}

/** Puts panels under a title, in rows of `columns`, in the looks that all pictures share. */
export function picture(look: Look, what: Picture): TopLevelSpec {
  const { palette } = look;
  const { columns = 1, left = LEFT, right = 0, below = 0, panels } = what;
  const room = look.width - 2 * PADDING;
  const titleOf = ({ title, width }: Panel) => wrap(title ?? '', width + left, PANEL_TITLE_SIZE, 'bold');
  const titleLines = Math.max(1, ...panels.map((panel) => titleOf(panel).length));
  const titleRoom = PANEL_TITLE_ROOM + (titleLines - 1) * PANEL_TITLE_LINE;
  const above = Y_TITLE_ROOM + (panels.every(({ title }) => title === undefined) ? 0 : titleRoom);
  const plots = {
    columns,
    spacing: { row: AXIS_ROOM + below + above, column: left + right },
    bounds: 'flush',
    align: 'none',
    concat: panels.map((panel, index) => view(look.anchors ? anchored(panel, index) : panel)),
  };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: palette.background,
    padding: { left: PADDING, right: PADDING, top: PADDING, bottom: PADDING },
    autosize: { type: 'pad', contains: 'padding' },
    title: {
      text: wrap(what.title, room, TITLE_SIZE, 'bold'),
      // No line break within `hollow = unstable`.
      subtitle: wrap(what.subtitle.replaceAll(' = ', '\u00a0=\u00a0'), room, SUBTITLE_SIZE),
      anchor: 'start',
      frame: 'bounds',
      offset: 22,
    },
    ...(what.legend
      ? {
          spacing: above + 8,
          bounds: 'flush',
          vconcat: [view(legend(look, what.legend, room - left, left)), plots],
        }
      : plots),
    config: {
      aria: false,
      font: FONT,
      view: { stroke: null },
      title: {
        color: palette.ink,
        fontSize: TITLE_SIZE,
        fontWeight: 600,
        subtitleColor: palette.muted,
        subtitleFontSize: SUBTITLE_SIZE,
        subtitleLineHeight: 17,
        subtitlePadding: 7,
      },
      text: { fontSize: TEXT_SIZE, color: palette.ink },
      axis: {
        labelColor: palette.muted,
        labelFontSize: TEXT_SIZE,
        labelPadding: 7,
        titleColor: palette.muted,
        titleFontSize: TEXT_SIZE,
        titleFontWeight: 400,
        titlePadding: 12,
        gridColor: palette.grid,
        domainColor: palette.axis,
        ticks: false,
      },
    },
  };
  return spec as unknown as TopLevelSpec;

  function view(panel: Panel): Layer {
    const title = panel.title && {
      text: titleOf(panel),
      lineHeight: PANEL_TITLE_LINE,
      anchor: 'start',
      frame: 'group',
      dx: -left + 2,
      offset: 10,
      fontSize: PANEL_TITLE_SIZE,
      color: palette.ink,
    };
    return { width: panel.width, height: panel.height, layer: panel.layers, ...(title && { title }) };
  }
}

function anchored(panel: Panel, index: number): Panel {
  return { ...panel, layers: [...panel.layers, anchor(index)] };
}
