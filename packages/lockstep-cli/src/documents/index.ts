export { simulateDocument, sweepDocument } from './json-document.js';
export { CSV, JSON_LINES, requestRows, type RowFormat } from './request-rows.js';
export { scenarioText } from './scenario-text.js';
