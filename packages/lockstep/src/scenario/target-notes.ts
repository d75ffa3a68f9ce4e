import { formatDuration } from './duration.js';
import type { Scenario } from './scenario.js';
import type { SloTargets } from './slo.js';

/** What targets on single tokens mean where answers leave whole. */
export function targetNotes(targets: SloTargets | null, release: Scenario['release']): string[] {
  if (targets === null || release === 'token') return [];
  const { ttftMs, tpotMs } = targets;
  const whole = `under release ${release} an answer leaves whole`;
  const notes: string[] = [];
  if (ttftMs !== undefined) {
    const target = `ttft=${formatDuration(ttftMs)}`;
    notes.push(
      `SLO: ${whole}, so its first token leaves with its last: the target ${target} is compared with the E2E latency. ` +
        'Under release token it is compared with the time to first token.',
    );
  }
  if (tpotMs !== undefined) {
    const target = `tpot=${formatDuration(tpotMs)}`;
    notes.push(
      `SLO: ${whole}, so no pace of tokens is seen from outside: the target ${target} is compared with the pace at which ` +
        'the engine makes the tokens of a row.',
    );
  }
  return notes;
}
