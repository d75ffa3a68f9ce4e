import { affine } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { engineContract } from '../../contract/engine-contract.js';

const traits = {
  endsByItself: { skip: 'its texts are always as long as asked for' },
  writesEmoji: { prompt: 'A 🐋', maxTokens: 5 },
  skip: { seedsDiffer: 'it has one text only' },
} as const;

engineContract(
  'simulated, a step a millisecond',
  async () => simulatedEngine({ cost: affine({ stepMs: 1 }), maxBatchSize: 8, contextTokens: 256 }),
  traits,
);

engineContract(
  'simulated, without waiting',
  async () => simulatedEngine({ cost: affine({ stepMs: 1 }), speed: Infinity }),
  traits,
);
