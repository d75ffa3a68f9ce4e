import type { SweepScenario } from 'lockstep/scenario';
import type { SweepGroup, SweepResult } from 'lockstep/simulation';
import { fixedBatchSizeInWords, recommendationInWords, sweepRemarkInWords } from 'lockstep/words';
import { document, type LiveDetails, type Notes } from './json-document.js';

/** Raised whenever a field changes its meaning or goes away; new fields leave it as it is. */
const VERSION = 2;

/** The one document of `lockstep sweep --json`. */
export function sweepDocument(scenario: SweepScenario, result: SweepResult, notes: Notes): string {
  return document({ version: VERSION, scenario, notes, ...told(result) });
}

/** The one document of `lockstep sweep --engine … --json`. */
export function liveSweepDocument(
  scenario: Partial<SweepScenario>,
  result: SweepResult,
  live: LiveDetails,
): string {
  return document({ version: VERSION, live: true, ...live, scenario, ...told(result) });
}

/** A result with its sentences. */
function told(result: SweepResult): object {
  const { axes, points, groups, limitations } = result;
  const { fixedBatchSize } = limitations;
  return {
    axes,
    points,
    groups: groups.map((group) => toldGroup(result, group)),
    limitations: {
      fixedBatchSize: fixedBatchSize && { ...fixedBatchSize, sentence: fixedBatchSizeInWords(result) },
    },
  };
}

function toldGroup(result: SweepResult, group: SweepGroup): object {
  const { recommendation } = group;
  return {
    ...group,
    recommendation: recommendation && {
      ...recommendation,
      reason: recommendationInWords(result, group, recommendation),
    },
    remarks: group.remarks.map((remark) => ({ ...remark, ...sweepRemarkInWords(result, group, remark) })),
  };
}
