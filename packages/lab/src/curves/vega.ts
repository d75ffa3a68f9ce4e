import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

type VegaSpec = ReturnType<typeof compile>['spec'];

export type { TopLevelSpec, VegaSpec, View };

export function compiled(spec: TopLevelSpec): VegaSpec {
  return compile(spec).spec;
}

/** Draws into an element. Expressions are interpreted: the page allows no code that is made of text. */
export async function openView(spec: VegaSpec, element: HTMLElement): Promise<View> {
  const view = new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'svg',
    hover: false,
  });
  return view.initialize(element).runAsync();
}

/** The picture as SVG text. */
export async function svgOf(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compiled(spec), undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
  });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
