import { fixedBatchSizeInWords } from 'lockstep/words';
import { RUN_CHARTS, SWEEP_CHARTS } from '../charts/index.js';
import { chosenPoint } from '../sweep/chosen-point.js';
import { drawCharts } from './draw.js';
import { type Html, html } from './html.js';
import { limitationList } from './limitation-list.js';
import { pointName } from './point-name.js';
import { groupFindings, groupTitle } from './group-findings.js';
import { sweepTable } from './sweep-table.js';
import type { ReportFile, ReportSection, SimulationSection, SweepSection } from './report.js';
import { keyFigures } from './key-figures.js';
import { distributionTable } from './distribution-table.js';

/** The chart files of a section, and in return its part of the page. */
export async function* sectionFiles(
  section: ReportSection,
  folder: string,
  id: string,
): AsyncGenerator<ReportFile, Html> {
  const content =
    section.kind === 'sweep'
      ? yield* sweepContent(section, folder)
      : yield* simulationContent(section, folder);
  return html`<section id="${id}">
    <h2>${section.title}</h2>
    ${(section.notes ?? []).map((note) => html`<p class="note">${note}</p>`)} ${scenario(section)} ${content}
  </section>`;
}

function scenario({ scenario: rows, command, live }: ReportSection): Html {
  return html`<details class="scenario">
    <summary>What was ${live ? 'run' : 'simulated'}</summary>
    <dl>${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
    ${command && html`<pre tabindex="0">${command}</pre>`}
  </details>`;
}

async function* sweepContent(section: SweepSection, folder: string): AsyncGenerator<ReportFile, Html> {
  const { result, timeline } = section;
  const charts = yield* drawCharts(SWEEP_CHARTS, { result }, folder);
  const closeUp = timeline && result.points[timeline.point]!;
  const known = new Set(SWEEP_CHARTS.map(({ name }) => name));
  const runCharts = timeline
    ? yield* drawCharts(
        RUN_CHARTS.filter(({ name }) => !known.has(name)),
        { log: timeline.log, point: closeUp! },
        folder,
      )
    : [];
  const chosen = chosenPoint(result);
  const point = chosen === null ? null : result.points[chosen]!;
  return html`${result.groups.map((group) => groupFindings(result, group))} ${charts}
    ${
      point &&
      html`<h3>What static batching costs</h3>
        <p class="muted">With ${pointName(result, point)}.</p>
        ${limitationList(point.limitations, result)}`
    }
    ${!point && result.limitations.fixedBatchSize && html`<p>${fixedBatchSizeInWords(result)}</p>`}
    ${closeUp && html`<h3>A closer look: ${pointName(result, closeUp)}</h3>`} ${runCharts}
    ${result.groups.map((group) => html`<h3>${groupTitle(result, group)}, in numbers</h3>${sweepTable(result, group)}`)}`;
}

async function* simulationContent(
  section: SimulationSection,
  folder: string,
): AsyncGenerator<ReportFile, Html> {
  const { log, summary, configuration } = section;
  const point = { ...configuration, ...summary };
  const charts = yield* drawCharts(RUN_CHARTS, { log, point }, folder);
  return html`${keyFigures(point)} ${charts}
    <h3>Distributions in numbers</h3>
    ${distributionTable(summary)}
    <h3>What static batching costs</h3>
    ${limitationList(summary.limitations, null)}`;
}
