export { simulateDocument } from './json-document.js';
export { sweepDocument } from './sweep-document.js';
export { CSV, JSON_LINES, requestRows, type RowFormat } from './request-rows.js';
export { scenarioText } from './scenario-text.js';
export type { LiveRun } from '../live/decision-format.js';
export type { DamagedRun, RecordedFile, RecordedRun } from '../live/decision-runs.js';
export { summarizeRecorded } from '../live/summarize-recorded.js';
export { readDecisionLog, readScenarioText } from './read-documents.js';
