import { type DecisionLog, ProtocolError } from '../core/index.js';
import type { ArrivalSource } from './workload.js';

/** Requests known beforehand, as columns in arrival order: 16 bytes a request. Shared by all passes over them. */
export interface RequestColumns {
  /** ms, never falling */
  readonly arrivedAt: Float64Array;
  readonly promptTokens: Int32Array;
  readonly outputTokens: Int32Array;
}

/** One pass over requests that are known beforehand. */
export class ColumnSource implements ArrivalSource {
  nextAt: number;
  exhausted: boolean;
  private next = 0;

  constructor(private readonly columns: RequestColumns) {
    this.exhausted = columns.arrivedAt.length === 0;
    this.nextAt = this.exhausted ? Infinity : columns.arrivedAt[0]!;
  }

  take(log: DecisionLog): number {
    if (this.exhausted) throw new ProtocolError('a request was taken from a workload that had ended');
    const { arrivedAt, promptTokens, outputTokens } = this.columns;
    const i = this.next++;
    const request = log.arrive(this.nextAt, promptTokens[i]!, outputTokens[i]!);
    if (this.next < arrivedAt.length) {
      this.nextAt = arrivedAt[this.next]!;
    } else {
      this.nextAt = Infinity;
      this.exhausted = true;
    }
    return request;
  }
}
