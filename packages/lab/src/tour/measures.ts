import { inWords, percent, type Summary } from 'lockstep/metrics';
import { times } from '../words/numbers.js';

/** A figure of a run that a scene watches. */
export interface Measure {
  /** As a sentence begins. */
  readonly name: string;
  readonly better: 'less' | 'more';
  of(summary: Summary): number | null;
  inWords(value: number | null): string;
}

export const MEAN_BLOCKED: Measure = {
  name: 'Mean time blocked',
  better: 'less',
  of: ({ blockedMs }) => blockedMs.mean,
  inWords,
};

export const MEAN_FORMING: Measure = {
  name: 'Mean time forming',
  better: 'less',
  of: ({ formingMs }) => formingMs.mean,
  inWords,
};

export const MEAN_LATENCY: Measure = {
  name: 'Mean latency',
  better: 'less',
  of: ({ e2eLatencyMs }) => e2eLatencyMs.mean,
  inWords,
};

export const DECODE_WASTE: Measure = {
  name: 'Decode waste',
  better: 'less',
  of: ({ decodeWaste }) => decodeWaste,
  inWords: percent,
};

export const SMALLEST_SLOWDOWN: Measure = {
  name: 'Slowdown of the smallest tenth',
  better: 'less',
  of: ({ limitations }) =>
    limitations.noPrioritization.slowdownByDecile.find((each) => each !== null) ?? null,
  inWords: times,
};

export const LARGEST_SLOWDOWN: Measure = {
  name: 'Slowdown of the largest tenth',
  better: 'less',
  of: ({ limitations }) =>
    limitations.noPrioritization.slowdownByDecile.findLast((each) => each !== null) ?? null,
  inWords: times,
};
