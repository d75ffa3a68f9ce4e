import { definitions } from './definitions.js';
import { html, Html } from './html.js';
import type { Report } from './report.js';
import { styleSheet } from './style-sheet.js';
import { THEME_SCRIPT } from './theme-script.js';

/** Nothing may be loaded from anywhere: what the page needs stands in it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:";

/** The whole page. */
export function page(
  report: Report,
  nav: readonly { title: string; id: string }[],
  sections: readonly Html[],
  files: Html,
): string {
  const content = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${report.title}</title>
<style>${new Html(styleSheet())}</style>
</head>
<body>
<header>
<div class="bar"><h1>${report.title}</h1><button id="theme" type="button" hidden>Theme: system</button></div>
${report.lead && html`<p class="lead">${report.lead}</p>`}
${nav.length > 1 && html`<nav aria-label="Sections"><ul>${nav.map(({ title, id }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`}
</header>
<main>${sections}</main>
<footer>${definitions()}<p>Made by Lockstep, a simulator of static batching for LLM inference. Each chart lies beside this page as SVG and PNG.</p></footer>
<script>${new Html(THEME_SCRIPT)}</script>
${files}
</body>
</html>
`;
  return content.text;
}
