import { join } from 'node:path';
import type { ReportSection } from '../report/index.js';
import { earlierFiles, removeStale } from './stale-files.js';
import { writeFolder } from './write-pieces.js';

/**
 * Writes the report and its charts into a folder, and removes charts that an earlier report has left there.
 * @returns a sentence that says where it is
 * @throws OutputError when the folder cannot be written
 */
export async function reportFolder(folder: string, sections: readonly ReportSection[]): Promise<string> {
  const { buildReport } = await import('../report/index.js');
  const how = sections.some(({ live }) => live) ? 'live' : 'simulated';
  const earlier = await earlierFiles(folder);
  const written = await writeFolder(folder, buildReport({ title: `Static batching, ${how}`, sections }));
  await removeStale(folder, earlier, new Set(written));
  return `Report: ${join(folder, 'report.html')}`;
}
