import { ArgumentError } from 'lockstep/core';
import { fileList, listed, type ListedFile } from './file-list.js';
import type { Html } from './html.js';
import { page } from './page.js';
import type { Report, ReportFile } from './report.js';
import { sectionFiles } from './section.js';
import { folderNames } from './folder-names.js';

export type { Report, ReportFile, ReportSection, SimulationSection, SweepSection } from './report.js';

/**
 * Makes the files of a report, one after another: every chart as SVG (light and dark) and PNG, and at last
 * `report.html`, one page that needs no other file and no network.
 * @throws ArgumentError for a report without sections
 */
export async function* buildReport(report: Report): AsyncGenerator<ReportFile> {
  if (report.sections.length === 0)
    throw new ArgumentError('report: expected at least one section, got none');
  const folders = folderNames(report.sections.map(({ title }) => title));
  const sections: Html[] = [];
  const files: ListedFile[] = [];
  for (const [i, section] of report.sections.entries()) {
    const folder = report.sections.length === 1 ? 'charts' : `charts/${folders[i]}`;
    const ofSection = sectionFiles(section, folder, folders[i]!);
    let next = await ofSection.next();
    for (; !next.done; next = await ofSection.next()) {
      files.push(listed(next.value));
      yield next.value;
    }
    sections.push(next.value);
  }
  const nav = report.sections.map(({ title }, i) => ({ title, id: folders[i]! }));
  yield { path: 'report.html', content: page(report, nav, sections, fileList(files)) };
}
