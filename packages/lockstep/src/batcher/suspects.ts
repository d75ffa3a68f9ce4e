import { randomUUID } from 'node:crypto';

/** How long an origin is remembered after an item of it has failed alone (ms). */
const REMEMBERED_MS = 60_000;
/** Most origins that are remembered; the one that was marked longest ago is forgotten for a new one. */
const MOST_REMEMBERED = 1000;
/** Random, so that the compatibility key of no item is the same. */
const LANE = `suspect ${randomUUID()}`;

/**
 * Origins of items that have failed alone lately. What comes from them is run apart from all else, so that a sender whose
 * items keep failing does not have the batches of all others split.
 */
export class Suspects {
  /** Until when each is remembered (ms), the one that was marked longest ago first. */
  private readonly until = new Map<string, number>();

  get isEmpty(): boolean {
    return this.until.size === 0;
  }

  mark(origins: readonly string[] = []): void {
    for (const origin of origins) {
      this.until.delete(origin);
      if (this.until.size >= MOST_REMEMBERED) this.forgetOldest();
      this.until.set(origin, performance.now() + REMEMBERED_MS);
    }
  }

  /** Whether one of these origins is remembered. */
  has(origins: readonly string[] | undefined): boolean {
    return this.among(origins) !== undefined;
  }

  /** The compatibility key of an item that has this one and comes from these origins. */
  keyOf(origins: readonly string[] | undefined, key: string | undefined): string | undefined {
    const origin = this.among(origins);
    return origin === undefined ? key : LANE + JSON.stringify([origin, key]);
  }

  private among(origins: readonly string[] | undefined): string | undefined {
    if (origins === undefined || this.isEmpty) return undefined;
    const now = performance.now();
    return origins.find((origin) => {
      const until = this.until.get(origin);
      if (until !== undefined && until <= now) this.until.delete(origin);
      return until !== undefined && until > now;
    });
  }

  private forgetOldest(): void {
    for (const oldest of this.until.keys()) {
      this.until.delete(oldest);
      return;
    }
  }
}
