import type { Interval } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** One number of a run, and all that the page says of it. */
export interface Figure {
  readonly name: string;
  /** What it means, in one or two plain sentences. */
  readonly explanation: string;
  /** Which direction one would want; null where neither is good in itself. */
  readonly better: 'more' | 'less' | null;
  /** Shares are compared by their difference in percentage points, all others by their ratio. */
  readonly isShare?: true;
  /** Null where it does not apply. */
  value(point: SweepPoint): number | null;
  write(value: number | null): string;
  /** 95 %. */
  interval?(point: SweepPoint): Interval;
  /** A smaller figure that belongs to it. */
  detail?(point: SweepPoint): string;
  /** What has to stand beside it even where an interval takes the place of its detail. */
  caveat?(point: SweepPoint): string;
  /** Whether it is shown at all; always by default. */
  isAsked?(point: SweepPoint): boolean;
}
