import { CLOSE_REASONS } from '../core/index.js';
import type { RunWindow } from './run-window.js';
import type { Summary } from './summary.js';

export type BatchFigures = Pick<
  Summary,
  'engines' | 'utilization' | 'occupancy' | 'paddingWaste' | 'decodeWaste'
> & {
  readonly batches: Omit<Summary['batches'], 'extrapolated'>;
  /** Rows that ran and got no answer: cancelled, expired or failed. */
  readonly rowsGivenUp: number;
};

/** What the batches of a run say: their number and sizes, why they closed, how well they were filled. */
export function describeBatches(window: RunWindow, maxBatchSize: number): BatchFigures {
  const { log } = window;
  const { batches } = log;
  const closed = CLOSE_REASONS.map(() => 0);
  let count = 0;
  let rows = 0;
  const busyMs = new Array<number>(log.engines).fill(0);
  const ran = new Array<number>(log.engines).fill(0);
  let promptSlots = 0;
  let outputSlots = 0;
  for (let batch = 0; batch < log.batchCount; batch++) {
    const busyFrom = Math.max(batches.startedAt[batch]!, window.from);
    const engine = log.engineOf(batch);
    busyMs[engine]! += Math.max(0, Math.min(batches.endedAt[batch]!, window.to) - busyFrom);
    if (!window.holdsBatch(batch)) continue;
    ran[engine]!++;
    const size = batches.size[batch]!;
    count++;
    rows += size;
    closed[batches.reason[batch]!]!++;
    promptSlots += size * batches.longestPrompt[batch]!;
    outputSlots += size * batches.longestOutput[batch]!;
  }
  const tokens = tokensOfBatches(window);
  const [full, wait, end, drain] = closed as [number, number, number, number];
  return {
    batches: { count, meanSize: ratio(rows, count), closedBy: { full, wait, end, drain } },
    engines: busyMs.map((ms, engine) => ({
      batches: ran[engine]!,
      busyMs: ms,
      utilization: window.completed === 0 ? null : ratio(ms, window.makespanMs),
    })),
    utilization:
      window.completed === 0
        ? null
        : ratio(
            busyMs.reduce((sum, ms) => sum + ms),
            window.makespanMs * log.engines,
          ),
    occupancy: maxBatchSize === Infinity ? null : ratio(rows, count * maxBatchSize),
    paddingWaste: wasted(tokens.prompt, promptSlots),
    decodeWaste: wasted(tokens.output, outputSlots),
    rowsGivenUp: tokens.rowsGivenUp,
  };
}

/** Tokens that the batches were for: prompts of every row that ran, outputs of those that completed. */
function tokensOfBatches(window: RunWindow): { prompt: number; output: number; rowsGivenUp: number } {
  const { requests, members, memberCount } = window.log;
  let prompt = 0;
  let output = 0;
  let rowsGivenUp = 0;
  for (let i = 0; i < memberCount; i++) {
    const request = members[i]!;
    if (!window.holdsBatch(requests.batch[request]!)) continue;
    prompt += requests.promptTokens[request]!;
    if (window.isCompleted(request)) output += requests.outputTokens[request]!;
    else rowsGivenUp++;
  }
  return { prompt, output, rowsGivenUp };
}

function wasted(used: number, slots: number): number | null {
  return slots === 0 ? null : 1 - used / slots;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
