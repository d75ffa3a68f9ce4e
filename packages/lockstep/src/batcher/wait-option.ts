import { ConfigurationError, oldest, type OpenBatch, type WaitRule } from '../core/index.js';
import { onRejection, property, shown } from './foreign-values.js';
import type { Warnings } from './warnings.js';

/**
 * The wait rule that an option `wait` stands for: a number of milliseconds is short for `oldest`.
 * @param wait a wait rule, or milliseconds, finite, ≥ 0
 * @throws ConfigurationError for anything else
 */
export function waitRuleOf(wait: WaitRule | number): WaitRule {
  if (typeof wait === 'number') return oldest(wait);
  if (typeof property(wait, 'closesAt') === 'function' && typeof property(wait, 'least') === 'function') {
    return wait;
  }
  const hint =
    typeof wait === 'string' ? '; parseWait of lockstep/scenario reads text such as oldest:20ms' : '';
  throw new ConfigurationError(
    `wait: expected milliseconds such as 20, or a wait rule such as oldest(20), got ${shown(wait)}${hint}`,
  );
}

/**
 * A wait rule that throws while the batcher runs, or gives something that is no instant, is not to keep items waiting for
 * ever: their batch closes at once, and a warning says why.
 */
export function guardedWait(wait: WaitRule, warnings: Warnings): WaitRule {
  const { name, waitMs } = wait;
  const closesAt = (open: OpenBatch): number => {
    let got: string;
    try {
      const at: unknown = wait.closesAt(open);
      if (typeof at === 'number' && !Number.isNaN(at)) return at;
      onRejection(at);
      got = `got ${shown(at)}`;
    } catch (error) {
      got = `it threw ${shown(error)}`;
    }
    const expected = 'expected the instant at which the batch closes (ms) from closesAt';
    warnings.warn(
      'LOCKSTEP_WAIT_RULE',
      `wait rule ${name}: ${expected}, ${got}; the batch is started at once`,
    );
    return -Infinity;
  };
  return { name, waitMs, least: (maxBatchSize) => wait.least(maxBatchSize), closesAt };
}
