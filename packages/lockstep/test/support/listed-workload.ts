import type { ArrivalSource, Workload } from 'lockstep/workload';

/** A workload written out row by row: arrival (ms), output tokens (default 1), prompt tokens (default 1). */
export type Row = readonly [arrivedAt: number, outputTokens?: number, promptTokens?: number];

export function listed(rows: readonly Row[]): Workload {
  return {
    count: rows.length,
    kind: 'open',
    drawLengths(random, into) {
      const [, outputTokens = 1, promptTokens = 1] = rows[Math.floor(random.next() * rows.length)]!;
      into.promptTokens = promptTokens;
      into.outputTokens = outputTokens;
    },
    open(): ArrivalSource {
      let next = 0;
      return {
        get nextAt() {
          return rows[next]?.[0] ?? Infinity;
        },
        get exhausted() {
          return next === rows.length;
        },
        take(log) {
          const [at, outputTokens = 1, promptTokens = 1] = rows[next++]!;
          return log.arrive(at, promptTokens, outputTokens);
        },
      };
    },
  };
}
