import { join } from 'node:path';
import type { ReportSection } from '../report/index.js';
import { writeFolder } from './write-pieces.js';

/**
 * Writes the report and its charts into a folder.
 * @returns a sentence that says where it is
 * @throws OutputError when the folder cannot be written
 */
export async function reportFolder(folder: string, sections: readonly ReportSection[]): Promise<string> {
  const { buildReport } = await import('../report/index.js');
  const how = sections.some(({ live }) => live) ? 'live' : 'simulated';
  await writeFolder(folder, buildReport({ title: `Static batching, ${how}`, sections }));
  return `Report: ${join(folder, 'report.html')}`;
}
