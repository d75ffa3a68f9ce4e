import { CLOSE_REASONS, type CloseReason } from 'lockstep/core';
import { inWords, percent } from 'lockstep/metrics';
import { count } from '../../words/numbers.js';
import type { TimelineRun } from '../run/timeline-run.js';
import type { Fact } from './request-story.js';
import { instant, tokens } from './words.js';

/** Why a batch closed, in words. */
function because(reason: CloseReason, run: TimelineRun): string {
  const { batchSize, wait } = run.shown.point;
  const sentences: Readonly<Record<CloseReason, string>> = {
    full: `it was full: ${count(batchSize)} waited`,
    wait: `its wait rule ${wait} said so`,
    end: 'no more requests would come',
    drain: 'a drain was asked for',
  };
  return sentences[reason];
}

/** The decision record of a batch: why it closed, and what that cost. */
export function batchStory(run: TimelineRun, batch: number): { title: string; facts: readonly Fact[] } {
  const { log, originAt, shown } = run;
  const { batches, requests } = log;
  const members = log.membersOf(batch);
  const size = members.length;
  const startedAt = batches.startedAt[batch]!;
  const endedAt = batches.endedAt[batch]!;
  const longestPrompt = batches.longestPrompt[batch]!;
  const longestOutput = batches.longestOutput[batch]!;
  let prompts = 0;
  let outputs = 0;
  for (const request of members) {
    prompts += requests.promptTokens[request]!;
    outputs += requests.outputTokens[request]!;
  }
  const { batchSize } = shown.point;
  const isBounded = Number.isFinite(batchSize);
  return {
    title: `Batch ${count(batch)}`,
    facts: [
      { name: 'closed', value: because(CLOSE_REASONS[batches.reason[batch]!]!, run) },
      {
        name: 'size',
        value: isBounded ? `${count(size)} of ${count(batchSize)}` : count(size),
        ...(isBounded && { note: `occupancy ${percent(size / batchSize)}` }),
      },
      {
        name: 'ran',
        value: Number.isNaN(endedAt) ? 'has not ended' : inWords(endedAt - startedAt),
        note: `from ${instant(startedAt - originAt)}`,
      },
      {
        name: 'longest prompt',
        value: tokens(longestPrompt),
        note: `padding waste ${percent(waste(prompts, size * longestPrompt))}`,
      },
      {
        name: 'longest output',
        value: tokens(longestOutput),
        note: `decode waste ${percent(waste(outputs, size * longestOutput))}`,
      },
    ],
  };
}

const waste = (used: number, taken: number) => (taken === 0 ? null : Math.max(0, 1 - used / taken));
