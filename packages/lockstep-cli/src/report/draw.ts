import { type Chart, DARK, inColors, LIGHT, THEMABLE } from '../charts/index.js';
import { toPng, toSvg } from '../charts/render.js';
import { html, Html } from './html.js';
import type { ReportFile } from './report.js';

/** Widths (px) for a page and for a telephone. */
const WIDE = 936;
const NARROW = 340;

/** Draws the charts that apply: their files, and in return a figure of each for the page. */
export async function* drawCharts<Data>(
  charts: readonly Chart<Data>[],
  data: Data,
  folder: string,
): AsyncGenerator<ReportFile, Html[]> {
  const figures: Html[] = [];
  for (const chart of charts) {
    if (!chart.applies(data)) continue;
    const wide = await toSvg(chart.spec(data, { palette: THEMABLE, width: WIDE }));
    const narrow = await toSvg(chart.spec(data, { palette: THEMABLE, width: NARROW }));
    const light = inColors(wide, LIGHT);
    yield { path: `${folder}/${chart.name}.svg`, content: light };
    yield { path: `${folder}/${chart.name}-dark.svg`, content: inColors(wide, DARK) };
    yield { path: `${folder}/${chart.name}.png`, content: toPng(light) };
    figures.push(figure(chart, data, wide, narrow));
  }
  return figures;
}

function figure<Data>(chart: Chart<Data>, data: Data, wide: string, narrow: string): Html {
  return html`<figure class="chart">
    <div class="wide" aria-hidden="true">${inline(wide)}</div>
    <div class="narrow" aria-hidden="true">${inline(narrow)}</div>
    <figcaption>
      ${chart.caption(data)}
      <details><summary>In words</summary><p>${chart.alternative(data)}</p></details>
    </figcaption>
  </figure>`;
}

/** Vega escapes the texts in what it draws. */
function inline(svg: string): Html {
  return new Html(svg);
}
