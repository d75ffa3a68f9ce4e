import { UsageError } from '../failure.js';

/** The requests or batches of a recorded run, numbered anew without gaps where some are missing. */
export class Renumbered {
  /** Their new numbers by those in the file. */
  private readonly numbers = new Map<number, number>();

  constructor(private readonly what: 'request' | 'batch') {}

  /** @throws UsageError for one that has been told already */
  add(number: number, where: string): void {
    const { what, numbers } = this;
    if (numbers.has(number)) {
      throw new UsageError(`${where}: expected every ${what} once, got ${what} ${number} again`);
    }
    numbers.set(number, number);
  }

  /** Numbers them from 0. @returns how many of those that came before the last one are missing */
  close(): number {
    const told = Float64Array.from(this.numbers.keys()).sort();
    told.forEach((number, place) => this.numbers.set(number, place));
    return told.length === 0 ? 0 : told[told.length - 1]! + 1 - told.length;
  }

  of(number: number): number {
    const place = this.numbers.get(number);
    if (place === undefined) throw new UsageError(`${this.what} ${number} is not of this run`);
    return place;
  }
}
