import type { DecisionLog, WaitRule } from 'lockstep/core';
import { significant } from 'lockstep/metrics';
import { formatWait, type ResolvedScenario } from 'lockstep/scenario';
import { simulate, type SweepConfiguration, type SweepPoint } from 'lockstep/simulation';

/** Simulates one configuration of a sweep. */
export function runPoint(
  resolved: ResolvedScenario,
  configuration: SweepConfiguration<WaitRule>,
): { point: SweepPoint; log: DecisionLog } {
  const { batchSize, wait, rate } = configuration;
  const { summary, log } = simulate(resolved.optionsOf(configuration));
  return { point: { batchSize, wait: formatWait(wait), rate, ...summary }, log };
}

/** A configuration in words, for an error or a note. */
export function configurationInWords({ batchSize, wait, rate }: SweepConfiguration<WaitRule>): string {
  const at = rate === null ? '' : `, ${significant(rate)} requests/s`;
  return `batch size ${batchSize === Infinity ? 'inf' : batchSize}, ${formatWait(wait)}${at}`;
}
