import type { PublishedTableFindings } from '../validate.js';
import { markdownTable } from './markdown-table.js';

/** What a reader must know to take a table's figures for what they are. */
const REMARKS: Readonly<Record<string, string>> = {
  ft_gpt20b:
    'The three parameters were fitted to this same table, so the error says how well the shape of the model holds, not how well it predicts.',
  trtllm_a100_fp16:
    'Nothing is fitted here. The bound is efficiency 1 and no communication between GPUs; a measurement above it would be a bug. The table does not say whether its rows of four GPUs count per GPU, as its table of another GPU does; they are read so, which is the reading closer to the bound. The batches that the memory check refuses fill the cards closer than its default reserve of 10 % lets them, one of them beyond the 80 GB of the data sheet (the cards have 80 GiB).',
  inoue_table1:
    'The line is refitted here from the measurements; the errors are those of the published line.',
  azure2023:
    'The code trace of the same year is not shipped, so its statistics are not checked. Requests in the trace resemble their neighbors, so that batches in its own order waste less than batches drawn from it.',
};

export function publishedSections(tables: readonly PublishedTableFindings[]): string {
  const sections = tables.map(({ id, title, source, findings }) => {
    const rows = findings.map(({ what, published, ours, passes }) => [
      what,
      published,
      ours,
      passes === null ? '' : passes ? 'pass' : '**fail**',
    ]);
    const body = markdownTable(['figure', 'published', 'here', 'verdict'], rows);
    return `### ${title}\n\nSource: ${source}.${REMARKS[id] === undefined ? '' : ` ${REMARKS[id]}`}\n\n${body}`;
  });
  return ['## Published measurements', ...sections].join('\n\n');
}
