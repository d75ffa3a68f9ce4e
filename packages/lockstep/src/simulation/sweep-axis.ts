/** A value of an option as a scenario holds it, such as 8, `inf` or `gap:100ms`. */
export type AxisValue = string | number | boolean;

/** Where a point stands: the value of each axis, by the axis's option. */
export type Coordinates = Readonly<Record<string, AxisValue>>;

/** A direction of a sweep: an option and the values that it takes. */
export interface SweepAxis {
  /** The option, as scenario files write it, such as `batchSize`. */
  readonly option: string;
  /** What sentences and pictures call it, such as `Batch size`. */
  readonly name: string;
  /** Different ones, at least one, in the order in which they were given. */
  readonly values: readonly AxisValue[];
  /**
   * Each value as a quantity, which may be Infinity. Null where one of them is none, or where they are quantities of
   * different kinds (`oldest:50ms` and `gap:50ms`): then the values have no order, and nothing lies between two of them.
   */
  readonly amounts: readonly number[] | null;
  /**
   * `choice` for what one can choose: its values are compared, and one of them is recommended. `condition` for what one
   * meets, such as a load, lengths, a seed, or hardware whose price is not known: each of its values is looked at by itself.
   */
  readonly role: 'choice' | 'condition';
}
