import type { TopLevelSpec } from 'vega-lite';
import { type Axis, tickLabel } from './axis.js';
import type { Look } from './chart.js';
import { textWidth, wrap } from './text-width.js';

/** A layer of a Vega-Lite view, as JSON. */
export type Layer = Readonly<Record<string, unknown>>;

/** One plot of a picture. Sizes in px, without axes. */
export interface Panel {
  readonly title?: string;
  readonly width: number;
  readonly height: number;
  readonly layers: readonly Layer[];
}

export const FONT =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const TEXT_SIZE = 12;
/** Room left of a plot for the numbers of its axis. */
export const LEFT = 46;
const PADDING = 18;
const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12.5;
const PANEL_TITLE_SIZE = 13;
/** What an axis with its title takes below a plot, a flat y title above it, and a panel's title above that. */
const AXIS_ROOM = 46;
const Y_TITLE_ROOM = 30;
const PANEL_TITLE_ROOM = 26;

export const isNarrow = (look: Look): boolean => look.width < 600;

/** How wide a plot may be when `columns` of them stand side by side, each with `right` px of labels. */
export function plotWidth(look: Look, { columns = 1, left = LEFT, right = 0 } = {}): number {
  return Math.floor((look.width - 2 * PADDING) / columns - left - right);
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly legend?: readonly Swatch[];
  readonly panels: readonly Panel[];
  readonly columns?: number;
  readonly left?: number;
  /** Room right of each plot for labels. */
  readonly right?: number;
}

/** Puts panels under a title, in rows of `columns`, in the looks that all pictures share. */
export function picture(look: Look, what: Picture): TopLevelSpec {
  const { palette } = look;
  const { columns = 1, left = LEFT, right = 0, panels } = what;
  const room = look.width - 2 * PADDING;
  const above = Y_TITLE_ROOM + (panels[0]?.title === undefined ? 0 : PANEL_TITLE_ROOM);
  const plots = {
    columns,
    spacing: { row: AXIS_ROOM + above, column: left + right },
    bounds: 'flush',
    align: 'none',
    concat: panels.map(view),
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
      text: wrap(panel.title, panel.width + left, PANEL_TITLE_SIZE, 'bold'),
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

/** The y encoding of a field on an axis whose title lies flat above it. */
export function yField(field: string, axis: Axis, title: string, left = LEFT): Layer {
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis),
    axis: {
      title,
      titleAngle: 0,
      titleAlign: 'left',
      titleAnchor: 'end',
      titleBaseline: 'bottom',
      titleX: -left + 2,
      titleY: -12,
      values: axis.ticks,
      labelExpr: labels(axis.ticks),
      domain: false,
    },
  };
}

/** The x encoding of a field on a quantitative axis. */
export function xField(field: string, axis: Axis, title: string, { grid = false } = {}): Layer {
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis),
    axis: { title, values: axis.ticks, labelExpr: labels(axis.ticks), grid, labelFlush: true },
  };
}

function scaleOf({ type, domain }: Axis): Layer {
  return { type, domain, nice: false, ...(type === 'linear' && { zero: false }) };
}

/** A position in px that a chart worked out by itself. */
export function pixels(field: string): Layer {
  return { field, type: 'quantitative', scale: null, axis: null };
}

/** Ticks are labelled here and not by a number format, so that all pictures write numbers alike. */
function labels(ticks: readonly number[]): string {
  const texts = Object.fromEntries(ticks.map((tick) => [String(tick), tickLabel(tick)]));
  return `${JSON.stringify(texts)}[toString(datum.value)]`;
}

/** One entry of a legend: a small sample and its name. */
export interface Swatch {
  readonly label: string;
  readonly fill: string;
  readonly stroke: string;
  /** A Vega symbol (default square). */
  readonly shape?: string;
}

const SWATCH = 12;

/** A legend as a panel of its own, in as many rows as it needs. */
function legend(look: Look, swatches: readonly Swatch[], width: number, left: number): Panel {
  const placed: (Swatch & { readonly x: number; readonly y: number; readonly textX: number })[] = [];
  let x = -left + 2;
  let y = SWATCH / 2;
  for (const swatch of swatches) {
    const taken = SWATCH + 6 + textWidth(swatch.label, TEXT_SIZE) + 18;
    if (placed.length > 0 && x + taken - 18 > width) {
      x = -left + 2;
      y += 20;
    }
    placed.push({ shape: 'square', ...swatch, x: x + SWATCH / 2, y, textX: x + SWATCH + 6 });
    x += taken;
  }
  return {
    width,
    height: y + SWATCH / 2,
    layers: [
      {
        data: { values: placed },
        mark: { type: 'point', size: 0.8 * SWATCH * SWATCH, strokeWidth: 1.25, opacity: 1, filled: true },
        encoding: {
          x: pixels('x'),
          y: pixels('y'),
          fill: { field: 'fill', type: 'nominal', scale: null },
          stroke: { field: 'stroke', type: 'nominal', scale: null },
          shape: { field: 'shape', type: 'nominal', scale: null },
        },
      },
      {
        data: { values: placed },
        mark: { type: 'text', align: 'left', baseline: 'middle', color: look.palette.muted },
        encoding: { x: pixels('textX'), y: pixels('y'), text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}
