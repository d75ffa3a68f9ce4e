import type { ArrivalSource, Workload } from 'lockstep/workload';

/** Below this many requests a run is over before anyone could read how far it is. */
const LONG_FROM = 50_000;

/** A share is told after every hundredth of the requests. */
const STEPS = 100;

/**
 * The same workload, which tells what share of its requests has arrived while one takes them.
 * Short ones are left as they are: they would only be slowed down.
 */
export function toldWorkload(workload: Workload, tell: (share: number) => void): Workload {
  const { count } = workload;
  if (count < LONG_FROM) return workload;
  return { ...workload, open: () => new ToldSource(workload.open(), count, tell) };
}

class ToldSource implements ArrivalSource {
  readonly left?: NonNullable<ArrivalSource['left']>;
  private taken = 0;
  private readonly step: number;

  constructor(
    private readonly source: ArrivalSource,
    private readonly count: number,
    private readonly tell: (share: number) => void,
  ) {
    this.step = Math.floor(count / STEPS);
    if (source.left !== undefined) this.left = source.left.bind(source);
  }

  get nextAt(): number {
    return this.source.nextAt;
  }

  get exhausted(): boolean {
    return this.source.exhausted;
  }

  take(log: Parameters<ArrivalSource['take']>[0]): number {
    if (++this.taken % this.step === 0) this.tell(this.taken / this.count);
    return this.source.take(log);
  }
}
