import { none } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { createServer } from 'lockstep-cli/server';

/** Lockstep's server, all of it, before an engine whose batches take no time. */
export function openServer() {
  const engine = simulatedEngine({ cost: mock(), speed: Infinity });
  return createServer({ engine, maxBatchSize: 32, wait: none() }).app;
}
