import { DEFAULTS, waitsForOthers } from 'lockstep/core';
import { flagOf, parseWait, type Scenario, shellWord } from 'lockstep/scenario';
import type { LiveSettings } from '../live/live-settings.js';

/**
 * The command that serves what a sweep recommends: the scheduling of one of its points.
 * @param live the engine of a sweep of real runs; null for a simulated one, which knows none
 * @returns null for a wait rule under which a server's requests might wait forever
 */
export function serveCommand(
  { maxQueueSize, requestTimeout, release }: Scenario,
  { batchSize, wait }: { readonly batchSize: number; readonly wait: string },
  live: Pick<LiveSettings, 'engine' | 'model'> | null,
): string | null {
  if (waitsForOthers(parseWait(wait), batchSize)) return null;
  const options = {
    ...(live !== null && { engine: live.engine, model: live.model }),
    batchSize: batchSize === Infinity ? 'inf' : batchSize,
    wait,
    maxQueueSize: maxQueueSize === DEFAULTS.maxQueueSize.server ? undefined : maxQueueSize,
    requestTimeout,
    release: release === DEFAULTS.release.server ? undefined : release,
  };
  const words = Object.entries(options).map(([key, value]) =>
    value === undefined ? '' : ` ${flagOf(key)} ${shellWord(String(value))}`,
  );
  return `lockstep serve${words.join('')}`;
}
