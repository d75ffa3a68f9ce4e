// A module of its own, so that all of it comes only when it is asked for.
export {
  CSV,
  JSON_LINES,
  requestRows,
  scenarioText,
  simulateDocument,
  sweepDocument,
} from 'lockstep-cli/documents';
export { chromeTrace } from 'lockstep/metrics';
