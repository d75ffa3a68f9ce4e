export { fixedBatchSizeInWords } from './fixed-batch-size-words.js';
export {
  axisValueInWords,
  choiceInWords,
  conditionsInWords,
  lossInWords,
  lower,
  pointInWords,
  valueInWords,
} from './point-words.js';
export { recommendationInWords } from './recommendation-words.js';
export { type RemarkWords, sweepRemarkInWords } from './sweep-remark-words.js';
