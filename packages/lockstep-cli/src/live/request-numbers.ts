import type { DecisionRecord } from 'lockstep/core';
import { UsageError } from '../failure.js';

/** The requests of a recorded run, numbered anew without gaps where some are missing. */
export class RequestNumbers {
  /** Their numbers in the file, in the order of their coming. */
  private readonly numbers = new Map<number, number>();

  /** @throws UsageError for a request that has been told already */
  add(request: number, where: string): void {
    if (this.numbers.has(request)) {
      throw new UsageError(`${where}: expected every request once, got request ${request} again`);
    }
    this.numbers.set(request, request);
  }

  /** Numbers them from 0. @returns how many of those that came before the last one are missing */
  close(): number {
    const told = Float64Array.from(this.numbers.keys()).sort();
    told.forEach((request, number) => this.numbers.set(request, number));
    return told.length === 0 ? 0 : told[told.length - 1]! + 1 - told.length;
  }

  of(request: number): number {
    const number = this.numbers.get(request);
    if (number === undefined) throw new RangeError(`request ${request} is not of this run`);
    return number;
  }

  inRecord(record: DecisionRecord): DecisionRecord {
    return {
      ...record,
      members: record.members.map((member) => ({ ...member, request: this.of(member.request) })),
      reruns: record.reruns.map((rerun) => ({
        ...rerun,
        members: rerun.members.map((request) => this.of(request)),
      })),
    };
  }
}
