import type { WrittenScenario } from 'lockstep/scenario';

/** A scenario to start from. */
export interface StartingPoint {
  readonly name: string;
  /** What one can see there. */
  readonly sentence: string;
  readonly scenario: WrittenScenario;
}

export const STARTING_POINTS: readonly StartingPoint[] = [
  {
    name: 'The study',
    sentence: '30 requests, one every third of a second: few enough to see each.',
    scenario: { batchSize: 4, wait: 'gap:100ms', arrivals: 'constant', rate: 3, requests: 30 },
  },
  {
    name: 'Chat on one A100',
    sentence: 'An hour of a production chat service on Llama-3-8B, slowed down to what this GPU can carry.',
    scenario: { trace: 'azure-conv', cost: 'kernels:llama-3-8b@a100', rate: 0.5, batchSize: 16 },
  },
  {
    name: 'Overload',
    sentence: 'Requests come faster than batches of 4 can serve them. Find the batch size that is enough.',
    scenario: { batchSize: 4, rate: 5, requests: 2000 },
  },
];
