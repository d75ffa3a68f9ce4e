import { readFileSync } from 'node:fs';
import { type Chart, DARK, type FontData, inColors, LIGHT, THEMABLE, withFonts } from '../charts/index.js';
import { FONT_FILES, toPng, toSvg } from '../charts/render.js';
import { html, Html } from './html.js';
import type { ReportFile } from './report.js';

/** Widths (px) for a page, for a tablet, and for a telephone. */
const WIDE = 936;
const MEDIUM = 660;
const NARROW = 340;

/** In files alone: the page brings its own fonts. */
const FONTS: FontData = {
  regular: readFileSync(FONT_FILES.regularForCharts).toString('base64'),
  semiBold: readFileSync(FONT_FILES.semiBoldForCharts).toString('base64'),
};

/** Draws the charts that apply: their files, and in return a figure of each for the page, or why there is none. */
export async function* drawCharts<Data>(
  charts: readonly Chart<Data>[],
  data: Data,
  folder: string,
): AsyncGenerator<ReportFile, Html[]> {
  const figures: Html[] = [];
  for (const chart of charts) {
    if (!chart.applies(data)) {
      const why = chart.whyNot?.(data) ?? null;
      if (why !== null) figures.push(html`<p class="note">${why}</p>`);
      continue;
    }
    const wide = await toSvg(chart.spec(data, { palette: THEMABLE, width: WIDE }));
    const medium = await toSvg(chart.spec(data, { palette: THEMABLE, width: MEDIUM }));
    const narrow = await toSvg(chart.spec(data, { palette: THEMABLE, width: NARROW }));
    const light = inColors(wide, LIGHT);
    yield { path: `${folder}/${chart.name}.svg`, content: withFonts(light, FONTS) };
    yield { path: `${folder}/${chart.name}-dark.svg`, content: withFonts(inColors(wide, DARK), FONTS) };
    yield { path: `${folder}/${chart.name}.png`, content: toPng(light) };
    figures.push(figure(chart, data, { wide, medium, narrow }));
  }
  return figures;
}

/** The picture at each width, of which the page shows the one that fits. */
function figure<Data>(chart: Chart<Data>, data: Data, drawn: Record<string, string>): Html {
  return html`<figure class="chart">
    ${Object.entries(drawn).map(([width, svg]) => html`<div class="${width}" aria-hidden="true">${inline(svg)}</div>`)}
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
