import { openaiEngine } from 'lockstep/engine/openai';
import { afterAll, beforeAll } from 'vitest';
import { engineContract, type EngineTraits } from '../../contract/engine-contract.js';
import { Upstream } from './upstream.js';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await Upstream.start();
});
afterAll(() => upstream.stop());

const traits: EngineTraits = {
  endsByItself: { prompt: 'Once', maxTokens: 200, temperature: 0 },
  writesEmoji: { prompt: 'In the morning', maxTokens: 40, temperature: 0 },
  skip: { promptTokens: 'the upstream counts and measures the prompt, not before it runs' },
};

engineContract(
  'openai, /completions',
  () => openaiEngine({ baseURL: upstream.baseURL, model: 'toy', ignoreEos: true }),
  traits,
);

engineContract(
  'openai, /chat/completions only, natural ends only',
  () => openaiEngine({ baseURL: upstream.baseURL, model: 'toy', chatOnly: true }),
  traits,
);
