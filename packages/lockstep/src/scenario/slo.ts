import type { Slo } from '../metrics/index.js';
import { formatDuration, parseDuration } from './duration.js';
import { Arguments } from './arguments.js';
import { ScenarioError } from './scenario-error.js';

const TARGETS = ['e2e', 'ttft', 'tpot'] as const;

/** Latency targets: at least one. */
export type SloTargets = Omit<Slo, 'attainment'>;

/**
 * Reads latency targets such as `e2e=2s,ttft=500ms,tpot=50ms`, each at most once.
 * @throws ScenarioError for anything else
 */
export function parseSlo(text: string): SloTargets {
  const example = 'e2e=2s,ttft=500ms,tpot=50ms (at least one of the three)';
  if (text === '') throw new ScenarioError(`expected ${example}, got nothing`);
  const read = Arguments.read(text, ',', { example, names: TARGETS });
  const targets = TARGETS.map((name) => [`${name}Ms`, read.get(name, parseDuration)] as const);
  return Object.fromEntries(targets.filter(([, ms]) => ms !== null));
}

/** Writes latency targets as `parseSlo` reads them. */
export function formatSlo(targets: SloTargets): string {
  return TARGETS.flatMap((name) => {
    const ms = targets[`${name}Ms`];
    return ms === undefined ? [] : [`${name}=${formatDuration(ms)}`];
  }).join(',');
}
