import { logger, parse, View, Warn } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

type VegaSpec = ReturnType<typeof compile>['spec'];

/** Pixels of a PNG per unit of its SVG. */
const PNG_SCALE = 2;

export type { TopLevelSpec, VegaSpec, View };

export function compiled(spec: TopLevelSpec): VegaSpec {
  return compile(spec).spec;
}

/** Of itself a view writes errors to the console and goes on with half a picture: this one is rejected. */
function throwing() {
  const log = logger(Warn);
  return Object.assign(log, {
    error(...parts: unknown[]): never {
      throw parts[0] instanceof Error ? parts[0] : new Error(parts.join(' '));
    },
  });
}

/** Expressions are interpreted: the page allows no code that is made of text. */
function newView(spec: VegaSpec, renderer: 'svg' | 'none'): View {
  return new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    logger: throwing(),
    renderer,
    hover: false,
  });
}

/** Draws into an element. */
export function openView(spec: VegaSpec, element: HTMLElement): Promise<View> {
  return newView(spec, 'svg').initialize(element).runAsync();
}

/** The picture as SVG text. */
export function svgOf(spec: TopLevelSpec): Promise<string> {
  return withView(spec, (view) => view.toSVG());
}

/** The picture as PNG at twice its size, painted with the page's fonts, which an image of the SVG would not have. */
export function pngOf(spec: TopLevelSpec): Promise<Blob> {
  return withView(spec, async (view) => {
    const canvas = (await view.toCanvas(PNG_SCALE)) as unknown as HTMLCanvasElement;
    return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/png'));
  });
}

async function withView<T>(spec: TopLevelSpec, use: (view: View) => Promise<T>): Promise<T> {
  const view = newView(compiled(spec), 'none');
  try {
    return await use(view);
  } finally {
    view.finalize();
  }
}
