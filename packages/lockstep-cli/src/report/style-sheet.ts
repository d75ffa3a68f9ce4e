import { readFileSync } from 'node:fs';
import { cssVariables, DARK, LIGHT } from '../charts/index.js';
import { FONT } from '../charts/layout.js';
import { FONT_FILES } from '../charts/render.js';

/** The page's looks, with the fonts in it. Colors are those of the charts. */
export function styleSheet(): string {
  return `
${fontFace(FONT_FILES.regular, 400)}
${fontFace(FONT_FILES.semiBold, 600)}
:root{${cssVariables(LIGHT)};color-scheme:light}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${cssVariables(DARK)};color-scheme:dark}}
:root[data-theme=dark]{${cssVariables(DARK)};color-scheme:dark}
${RULES}
@media print{:root,:root:not([data-theme=light]){${cssVariables(LIGHT)};color-scheme:light}}
`;
}

function fontFace(file: string, weight: number): string {
  const base64 = readFileSync(file).toString('base64');
  return `@font-face{font-family:Inter;font-weight:${weight};font-display:block;src:url(data:font/ttf;base64,${base64}) format("truetype")}`;
}

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--chart-background);color:var(--chart-ink);font:400 16px/1.6 ${FONT}}
header,main,footer{max-width:1060px;margin:0 auto;padding:0 40px}
header{padding-top:48px}
.bar{display:flex;gap:24px;align-items:baseline;justify-content:space-between;flex-wrap:wrap}
h1{font-size:30px;line-height:1.25;font-weight:600;letter-spacing:-.02em;margin:0}
h2{font-size:23px;line-height:1.3;font-weight:600;letter-spacing:-.015em;margin:0 0 16px;overflow-wrap:anywhere}
h3{font-size:17px;line-height:1.4;font-weight:600;margin:44px 0 12px}
p{margin:0 0 14px;max-width:70ch}
.lead{font-size:18px;margin:12px 0 0}
.lead,.muted,footer>p,figcaption,small{color:var(--chart-muted)}
a{color:var(--chart-own);text-underline-offset:3px}
button{font:inherit;font-size:13px;color:var(--chart-muted);background:none;border:1px solid var(--chart-axis);border-radius:8px;padding:4px 12px;cursor:pointer}
button:hover{color:var(--chart-ink);border-color:var(--chart-muted)}
:focus-visible{outline:2px solid var(--chart-own);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:6px 24px;list-style:none;margin:20px 0 0;padding:0}
section{padding-top:48px}
section+section{margin-top:56px;border-top:1px solid var(--chart-axis)}
.note,.warning{border-left:3px solid var(--chart-own);padding:2px 0 2px 16px}
.warning{border-color:var(--chart-alarm)}
dl{margin:0}dd{margin:0}
.findings>div,.limitations>div{display:grid;grid-template-columns:13rem 1fr;gap:4px 24px;padding:9px 0;border-top:1px solid var(--chart-grid)}
.findings dt,.limitations dt{font-weight:600}
.findings{margin-bottom:24px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));border:1px solid var(--chart-grid);border-radius:12px;overflow:hidden;margin:20px 0 12px}
.figures>div{box-shadow:0 0 0 .5px var(--chart-grid);padding:16px 18px}
.figures dt{font-size:13px;color:var(--chart-muted)}
.figures dd{font-size:21px;font-weight:600;letter-spacing:-.01em;line-height:1.35}
small{display:block;font-size:12.5px;font-weight:400;letter-spacing:0;line-height:1.4}
.table{overflow-x:auto;margin:12px 0;margin-right:calc(-1*clamp(0px,(100vw - 1040px)/2,180px));padding-bottom:6px}
table{border-collapse:separate;border-spacing:0;font-size:13px;line-height:1.4;font-variant-numeric:tabular-nums;min-width:min(100%,980px)}
th,td{padding:7px 6px;text-align:right;vertical-align:top;border-bottom:1px solid var(--chart-grid);white-space:nowrap}
thead th{font-weight:400;color:var(--chart-muted);font-size:12.5px;white-space:normal;vertical-align:bottom;border-color:var(--chart-axis);min-width:58px}
tbody th{font-weight:600;position:sticky;left:0;background:var(--chart-background)}
td small{font-size:11.5px}
th:first-child{padding-left:0}
.left{text-align:left}
tr.unstable td,tr.unstable th{color:var(--chart-muted)}
.badge{display:block;width:max-content;margin-bottom:3px;border:1px solid var(--chart-axis);border-radius:99px;padding:0 9px;font-size:12px;line-height:1.5;color:var(--chart-muted)}
.badge.alarm{color:var(--chart-alarm);border-color:var(--chart-alarm)}
.badge.good{color:var(--chart-background);background:var(--chart-own);border-color:var(--chart-own)}
.chart{margin:44px -18px 0;overflow:hidden}
.chart svg{display:block;max-width:100%;height:auto}
.medium,.narrow{display:none}
figcaption{font-size:14px;line-height:1.55;margin:0 18px;max-width:74ch}
details{margin-top:8px}
summary{cursor:pointer;width:max-content;max-width:100%}
figcaption summary{font-size:13px}
figcaption details p{margin:6px 0 0}
.scenario,.definitions{margin-top:20px;font-size:14px}
.scenario{margin-bottom:20px}
.definitions{margin-top:44px}
.scenario summary,.definitions summary{font-weight:600;font-size:15px}
.scenario dl,.definitions dl{margin-top:10px}
.scenario dl>div,.definitions dl>div{display:grid;grid-template-columns:13rem 1fr;gap:0 24px;padding:5px 0;border-top:1px solid var(--chart-grid)}
.scenario dt{color:var(--chart-muted)}
.scenario dd,pre{overflow-wrap:anywhere}
.definitions dt{font-weight:600}
pre{white-space:pre-wrap;background:var(--chart-band);border-radius:10px;padding:14px 18px;font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{margin-top:64px;padding-bottom:56px;border-top:1px solid var(--chart-axis)}
footer>p{font-size:13px;margin-top:28px}
@media (max-width:980px){
header,main,footer{padding-left:32px;padding-right:32px}
.wide{display:none}.medium{display:block}
.findings>div,.limitations>div,.scenario dl>div,.definitions dl>div{grid-template-columns:11rem 1fr}
}
@media (max-width:715px){
header,main,footer{padding:0 18px}
header{padding-top:28px}
footer{padding-bottom:40px}
h1{font-size:25px}h2{font-size:20px}.lead{font-size:16px}
.medium{display:none}.narrow{display:block}
.findings>div,.limitations>div,.scenario dl>div,.definitions dl>div{grid-template-columns:1fr}
.figures{grid-template-columns:1fr 1fr}
.figures>div{padding:12px 14px}.figures dd{font-size:18px}
}
@media print{
body{font-size:11pt}header,main,footer{max-width:none;padding:0}
button{display:none}.wide{display:block}.medium,.narrow{display:none}
.chart,tr,.figures>div,.findings>div,.limitations>div{break-inside:avoid}
h2,h3{break-after:avoid}section+section{break-before:page}
.table{overflow:visible}table{font-size:8pt}th,td{padding:4px 5px}
}
`;
