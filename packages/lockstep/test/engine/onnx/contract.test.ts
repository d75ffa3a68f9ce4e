import { engineContract } from '../../contract/engine-contract.js';
import { openTinyProse } from './tiny-prose.js';

engineContract('onnx', openTinyProse, {
  endsByItself: { prompt: 'My fellow citizens,', temperature: 0, maxTokens: 200 },
  writesEmoji: { skip: 'its model has read none; detokenizer.test.ts asks it of the tokens' },
});
