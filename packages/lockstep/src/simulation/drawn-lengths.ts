import { randomStream } from '../random/index.js';
import type { Lengths, Workload } from '../workload/index.js';

/** Of so many requests (8 bytes each) lengths are kept for as long as their workload is. */
const MOST_KEPT = 1_000_000;

/** The same for every run: what is drawn belongs to the workload's laws and not to one run of it. */
const SEED = 1;

/**
 * Lengths drawn independently from a workload, in a stream of their own. A larger batch needs more of the same draws:
 * what was drawn for one batch size is not drawn again for another.
 */
export class DrawnLengths {
  private static readonly kept = new WeakMap<Workload, DrawnLengths>();

  promptTokens = new Int32Array(0);
  outputTokens = new Int32Array(0);
  private readonly random = randomStream(SEED, 'capacity');

  private constructor(private readonly workload: Workload) {}

  /** At least the first `count` draws of a workload. */
  static of(workload: Workload, count: number): DrawnLengths {
    const isKept = count <= MOST_KEPT;
    const known = isKept ? DrawnLengths.kept.get(workload) : undefined;
    const drawn = known ?? new DrawnLengths(workload);
    drawn.reach(count);
    if (isKept) DrawnLengths.kept.set(workload, drawn);
    return drawn;
  }

  private reach(count: number): void {
    const from = this.promptTokens.length;
    if (count <= from) return;
    const promptTokens = new Int32Array(count);
    const outputTokens = new Int32Array(count);
    promptTokens.set(this.promptTokens);
    outputTokens.set(this.outputTokens);
    const lengths: Lengths = { promptTokens: 0, outputTokens: 0 };
    for (let request = from; request < count; request++) {
      this.workload.drawLengths(this.random, lengths);
      promptTokens[request] = lengths.promptTokens;
      outputTokens[request] = lengths.outputTokens;
    }
    this.promptTokens = promptTokens;
    this.outputTokens = outputTokens;
  }
}
