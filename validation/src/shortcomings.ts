import type { CheckedItem } from './check-item.js';
import { isCovered } from './coverage.js';
import type { LiveFinding } from './live.js';
import { tallyOf, tallyOfPasta } from './tally.js';
import type { PublishedTableFindings, Validation } from './validate.js';

/** Share of figures outside their 95 % interval that is believable: 5 % are due, and figures hang together. */
const OUTSIDE = [0.02, 0.1] as const;

/** Share of a live run's batches that its simulation must form alike: a late timer may tip a close decision. */
const SAME_BATCHES = 0.8;

/** Whether a live run formed the batches of its simulation. */
export function isReplayed({ batches, sameBatches }: Pick<LiveFinding, 'batches' | 'sameBatches'>): boolean {
  return sameBatches >= SAME_BATCHES * batches;
}

/** Everything that is not as it must be, in words. */
export function shortcomings({ items, coverage, study, live, published }: Validation): string[] {
  return [
    ...shortcomingsOfItems(items),
    ...coverage
      .filter((found) => !isCovered(found))
      .map(({ system, figure, load, requests, runs, holding, intervals }) => {
        return `interval of ${figure}, ${system} at load ${load}, ${requests} requests: ${intervals} of ${runs} runs have one, ${holding} hold it`;
      }),
    ...study
      .filter(({ sameBatches }) => !sameBatches)
      .map(({ batchSize, rate }) => `study, batch size ${batchSize} at ${rate}/s: other batches`),
    ...live
      .filter((run) => !isReplayed(run))
      .map(({ options, batches, sameBatches }) => {
        return `live run ${options}: ${sameBatches} of ${batches} batches are those of its simulation`;
      }),
    ...shortcomingsOfPublished(published),
  ];
}

export function shortcomingsOfItems(items: readonly CheckedItem[]): string[] {
  const { failed, noisy, outside95 } = tallyOf(items);
  const share = outside95 / noisy;
  return [
    ...failed,
    ...tallyOfPasta(items).failed,
    ...items.flatMap(({ item, brokenLaws }) => brokenLaws.map((law) => `${item.id}: ${law}`)),
    ...(share < OUTSIDE[0] || share > OUTSIDE[1]
      ? [`${outside95} of ${noisy} figures lie outside their 95 % interval, where 5 % are due`]
      : []),
  ];
}

export function shortcomingsOfPublished(published: readonly PublishedTableFindings[]): string[] {
  return published.flatMap(({ title, findings }) =>
    findings
      .filter(({ passes }) => passes === false)
      .map(({ what, published: theirs, ours }) => `${title}: ${what}: ${ours} against ${theirs}`),
  );
}
