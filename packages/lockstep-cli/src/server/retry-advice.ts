/** Whoever is told to come again at once would come again and again (ms). */
const SOONEST_MS = 100;
/** Official clients ignore what is longer than a minute, and fall back to half a second (ms). */
const LATEST_MS = 60_000;
/** Clients that were refused together do not come back together: up to this much later than they could. */
const SPREAD = 0.25;

/** How many calls pay for one invitation to try again. */
const CALLS_PER_INVITATION = 10;
/** How many invitations there are at most without calls. */
const MOST_INVITATIONS = 4;

/**
 * When to try again, in ms from now, for a client that would find a place then.
 * @param placeInMs ≥ 0
 * @param random from 0 up to 1
 */
export function retryAfterMs(placeInMs: number, random: number): number {
  const spread = Math.max(SOONEST_MS, placeInMs) * (1 + SPREAD * random);
  return Math.min(LATEST_MS, Math.ceil(spread));
}

/**
 * How many clients that find the queue full are asked to try again. Official clients try everything up to twice more: a
 * server that is asked for more than it can do would be asked for up to three times as much. So an invitation is paid for
 * by calls, and of many calls at most one in ten is a second try; other clients are told not to try again by themselves.
 */
export class RetryBudget {
  private invitations = MOST_INVITATIONS;

  /** A call of the API has come. */
  called(): void {
    this.invitations = Math.min(MOST_INVITATIONS, this.invitations + 1 / CALLS_PER_INVITATION);
  }

  /** @returns whether a client that is refused now may be asked to try again */
  invite(): boolean {
    if (this.invitations < 1) return false;
    this.invitations--;
    return true;
  }
}
