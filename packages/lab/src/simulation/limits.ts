import { ScenarioError } from 'lockstep/scenario';
import { count } from '../words/numbers.js';

/**
 * Requests that a run of the page may have. Each takes about 200 bytes while it is simulated, drawn and exported:
 * five million take one gigabyte, and browsers end a page that takes a few of them.
 */
const MOST_REQUESTS = 5_000_000;

/** Requests that each point of a sweep may have: curves of forty longer runs would come too late for anybody. */
export const MOST_SWEPT_REQUESTS = 200_000;

/** @throws ScenarioError that names the way to a larger run */
export function refuseTooMany(requests: number | undefined, key: 'requests' | 'trace'): void {
  if (requests === undefined || requests <= MOST_REQUESTS) return;
  throw new ScenarioError(
    `expected at most ${count(MOST_REQUESTS)} requests, which is what a page has memory for, got ` +
      `${count(requests)}; lockstep simulate on the command line takes more`,
    key,
  );
}
