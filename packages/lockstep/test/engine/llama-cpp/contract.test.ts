import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { type EngineTraits, engineContract } from '../../contract/engine-contract.js';
import { EXACT, QUANTISED } from './models.js';

const traits: EngineTraits = {
  endsByItself: { prompt: 'My fellow citizens,', temperature: 0, maxTokens: 200 },
  writesEmoji: { skip: 'its model has read none; token-texts.test.ts asks it of the tokens' },
};

engineContract('llama.cpp, exact weights', () => llamaCppEngine({ modelPath: EXACT, threads: 1 }), traits);
engineContract('llama.cpp, quantised', () => llamaCppEngine({ modelPath: QUANTISED, threads: 1 }), traits);
