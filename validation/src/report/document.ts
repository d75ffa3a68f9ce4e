import type { CheckedItem } from '../check-item.js';
import { LAW_NAMES } from '../laws.js';
import { tallyOf, tallyOfPasta } from '../tally.js';
import type { Validation } from '../validate.js';
import { coverageSection } from './coverage.js';
import { liveSection } from './live.js';
import { figure, markdownTable } from './markdown-table.js';
import { publishedSections } from './published.js';
import { studySection } from './study.js';
import { ITEMS_PAGE, verdictsSection } from './verdicts.js';

/** docs/validation.md: what is checked, how, and what came out. The same findings give the same text. */
export function validationDocument(validation: Validation): string {
  const { items, study, live, published } = validation;
  return [
    introduction(),
    verdictsSection(validation),
    outcome(validation),
    method(validation),
    laws(items),
    arrivals(items),
    coverageSection(validation),
    studySection(study),
    liveSection(live),
    publishedSections(published),
  ]
    .join('\n\n')
    .replaceAll(/(\d) %/g, '$1\u00a0%');
}

function introduction(): string {
  return `# Validation

What Lockstep says, against answers from elsewhere: closed forms and exact chains of queueing theory, real runs of the study
that this project grew from, and published measurements; and real runs of our own against their simulations. \`npm run
validate\` writes this page and [every item with its figures](${ITEMS_PAGE}). Both are the same to the last byte every time,
but for the live runs. A shortened form runs with \`npm test\`.`;
}

function method({ effort }: Validation): string {
  const { replications, requests, warmup } = effort;
  const measured = replications * (requests - warmup);
  return `## How

The expected figures are those of [reference.json](../packages/lockstep/test/oracles/reference.json). Every item becomes a
real simulation: the scheduler with its wait rule, a cost model, a workload. One unit of an item's time is one second.

- **Runs.** ${replications} independent replications of ${requests.toLocaleString('en-US')} requests, of which the first ${warmup.toLocaleString('en-US')} are cut as warm-up: ${measured.toLocaleString('en-US')}
  measured requests per item.
- **Seeds.** Replication r of the item at place i of the file (from 0) has seed 1000·i + r. The rule was fixed before the
  first run, and no seed was tried and dropped.
- **Intervals.** A figure is the mean over the replications, its intervals Student's t over them: one method for every
  figure, also for those that carry no interval in a summary (p50, p90, mean batch size, utilization, Lq). The share \`pFull\`
  pools all batches, which are independent, and takes Wilson's score interval, because replications without one
  single event would claim certainty.
- **Pass rule.** A figure passes within the tolerance of its item, or within its own 99.9 % interval where that is wider. An upper
  bound passes unless even the low end of the 99.9 % interval lies above it.
- **The other check.** A figure that always lay close to the middle would be too good: about 1 in 20 must lie outside their own
  95 % interval. They are marked "(outside)" in the list of items. Figures without noise (the mean batch size under \`full\`, say) do not count.
- **Not checked.** \`multibin_uniform\` and \`multibin_exp\`: batches formed within bins of like lengths, which Lockstep does not form yet.`;
}

function outcome({ items }: Validation): string {
  const { findings, failed, noisy, outside95 } = tallyOf(items);
  const share = ((100 * outside95) / noisy).toFixed(1);
  const failures =
    failed.length === 0 ? '' : `\n\nFailed:\n\n${failed.map((line) => `- ${line}`).join('\n')}`;
  return `${items.length} items, ${findings} figures: **${findings - failed.length} pass, ${failed.length} fail**. Of the ${noisy} figures with noise, ${outside95} lie outside
their own 95 % interval: ${share} %, where 5 % are due. Figures of one item hang together (W is Wq and an execution), so that
this share varies more than that of as many independent ones.${failures}`;
}

function laws(items: readonly CheckedItem[]): string {
  const broken = items.flatMap(({ item, brokenLaws }) => brokenLaws.map((law) => `- ${item.id}: ${law}`));
  const simulated = items.filter(({ queueSeen }) => queueSeen !== null).length;
  return `## Laws of every run

Checked on the first replication of each of the ${simulated} items with arrivals over time, uncut, to a relative 10⁻⁹:

${LAW_NAMES.map((law) => `- ${law}`).join('\n')}

${broken.length === 0 ? 'None was broken.' : `Broken:\n\n${broken.join('\n')}`}`;
}

function arrivals(items: readonly CheckedItem[]): string {
  const { findings, failed, noisy, outside95 } = tallyOfPasta(items);
  const others = items.flatMap(({ item, queueSeen }) =>
    queueSeen === null || queueSeen.isPoisson ? [] : [{ item, found: queueSeen.finding.found }],
  );
  const rows = others.map(({ item, found }) => [
    `${item.id} ${'cv' in item.inputs ? `cv ${item.inputs.cv}` : `rates ${item.inputs.l1} and ${item.inputs.l2}`}`,
    figure(found.value),
    `${figure(found.ci95[0])} to ${figure(found.ci95[1])}`,
  ]);
  return `## What arrivals see

Poisson arrivals see time averages (Wolff 1982): the queue that an arrival finds, over the time average of the queue, is 1. By the
pass rule (2 %, or the 99.9 % interval), ${findings - failed.length} of ${findings} items with Poisson arrivals pass; ${outside95} of ${noisy} lie outside their 95 %
interval. Other arrivals see something else, unless their cv is 1:

${markdownTable(['arrivals', 'queue found / time average', '95 % interval'], rows)}`;
}
