export type { Release } from './release.js';
export { RunWindow } from './run-window.js';
export type {
  Capacity,
  Distribution,
  FixedBatchSize,
  Interval,
  Limitations,
  Slo,
  SloResult,
  Summary,
} from './summary.js';
export { type SummaryOptions, summarize } from './summarize.js';
export { inWords, lossesInWords, percent, significant } from './wording.js';
export { chromeTrace } from './chrome-trace.js';
export { type RequestSpan, type RowSpan, type SpanWindow, timelineSpans } from './timeline.js';
export { type TimelineOverview, timelineOverview } from './timeline-overview.js';
