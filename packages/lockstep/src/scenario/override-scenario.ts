import { parseArrivals } from './arrivals.js';
import { ONLY_WITH_TRACE, TRACE_BRINGS } from './contradictions.js';
import { list } from './one-or-many.js';
import type { ScenarioKey, WrittenScenario } from './scenario.js';

/**
 * Lays one written scenario over another: what the upper one says holds, and what it contradicts in the lower
 * one goes. So a trace displaces described arrivals and lengths, and arrivals that name a rate displace a rate.
 */
export function overrideScenario(lower: WrittenScenario, upper: WrittenScenario): WrittenScenario {
  const displaced = new Set<string>();
  const displace = (keys: readonly ScenarioKey[]) => keys.forEach((key) => displaced.add(key));
  if (upper.trace !== undefined) displace([...TRACE_BRINGS, ...ONLY_WITH_TRACE, 'rate']);
  if (TRACE_BRINGS.some((key) => upper[key] !== undefined)) displace(['trace', ...ONLY_WITH_TRACE]);
  if (upper.scale !== undefined || namesNoNeedOfRate(upper)) displace(['rate']);
  if (upper.rate !== undefined) displace(['scale']);
  const kept = Object.entries(lower).filter(([key]) => !displaced.has(key));
  return { ...Object.fromEntries(kept), ...upper };
}

function namesNoNeedOfRate({ arrivals }: WrittenScenario): boolean {
  if (arrivals === undefined) return false;
  return list(arrivals).some((each) => ['named', 'none'].includes(parseArrivals(String(each)).rate));
}
