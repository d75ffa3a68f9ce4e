export type { Release } from './release.js';
export { RunWindow } from './run-window.js';
export type {
  ArrivalRate,
  Capacity,
  Distribution,
  EngineFigures,
  Interval,
  Intervals,
  Limitations,
  LoadPerWindow,
  Remark,
  Slo,
  SloResult,
  Summary,
} from './summary.js';
export type { QueueBound } from './queue-bound.js';
export { type SummaryOptions, summarize } from './summarize.js';
export { type SloInWords, sloInWords } from './slo-in-words.js';
export {
  intervalInWords,
  inWords,
  loadInWords,
  lossesInWords,
  percent,
  percentBeside,
  significant,
} from './wording.js';
export { chromeTrace } from './chrome-trace.js';
export { type RequestSpan, type RowSpan, type SpanWindow, timelineSpans } from './timeline.js';
export { type TimelineOverview, timelineOverview } from './timeline-overview.js';
