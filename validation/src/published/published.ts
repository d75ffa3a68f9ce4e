import type { PublishedTable } from '../reference.js';

/** One published table of measurements, and what it says of Lockstep. One file each. */
export interface Published {
  /** In the reference file. */
  readonly id: string;
  readonly title: string;
  check(table: PublishedTable): readonly PublishedFinding[];
}

export interface PublishedFinding {
  readonly what: string;
  readonly published: string;
  readonly ours: string;
  /** Null where the figure is told, not judged. */
  readonly passes: boolean | null;
}
