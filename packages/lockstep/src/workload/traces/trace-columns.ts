import type { RequestColumns } from '../column-source.js';

/** Columns that grow row by row while a trace is read. */
export class TraceColumns {
  count = 0;
  private arrivedAt = new Float64Array(1024);
  private promptTokens = new Int32Array(1024);
  private outputTokens = new Int32Array(1024);

  push(arrivedAt: number, promptTokens: number, outputTokens: number): void {
    if (this.count === this.arrivedAt.length) this.resize(this.count * 2);
    this.arrivedAt[this.count] = arrivedAt;
    this.promptTokens[this.count] = promptTokens;
    this.outputTokens[this.count++] = outputTokens;
  }

  /** Gives the columns away, without room to spare. */
  finish(): RequestColumns {
    this.resize(this.count);
    return {
      arrivedAt: this.arrivedAt,
      promptTokens: this.promptTokens,
      outputTokens: this.outputTokens,
    };
  }

  private resize(capacity: number): void {
    this.arrivedAt = resized(this.arrivedAt, new Float64Array(capacity));
    this.promptTokens = resized(this.promptTokens, new Int32Array(capacity));
    this.outputTokens = resized(this.outputTokens, new Int32Array(capacity));
  }
}

function resized<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from.subarray(0, to.length));
  return to;
}
