import {
  byRank,
  type Fill,
  type OpenOrder,
  type Order,
  type OrderedQueue,
  type WaitingRequest,
} from 'lockstep/core';

/** First come, first served, by its definition: what a scheduler without an order does. */
export const fifo = (): Order => byRank('fifo', ({ arrivedAt }) => arrivedAt);

/** In order, by its definition: what a scheduler without a fill does. */
export const inOrder = (): Fill => ({
  name: 'in-order',
  window: (maxBatchSize) => maxBatchSize,
  choose: (candidates, maxBatchSize) => candidates.slice(0, maxBatchSize),
});

/** A request of level k queues as if it had come k head starts later: it is overtaken by none that comes after that. */
export const byLevel = (headStartMs: number): Order =>
  byRank('level', ({ arrivedAt, terms: { level = 0 } }) =>
    headStartMs === Infinity ? level : arrivedAt + level * headStartMs,
  );

/** In order, while rows × longest prompt stays within a limit; stops at the first that does not fit. */
export const withinTokens = (limit: number): Fill => ({
  name: 'tokens',
  window: (maxBatchSize) => maxBatchSize,
  choose(candidates, maxBatchSize) {
    let longest = 0;
    const fits = candidates.slice(0, maxBatchSize).findIndex(({ terms }, place) => {
      longest = Math.max(longest, terms.promptTokens ?? 0);
      return place > 0 && (place + 1) * longest > limit;
    });
    return candidates.slice(0, fits === -1 ? maxBatchSize : fits);
  },
});

/** The first, and of the window those most like it in length: not in order. */
export const mostAlike = (window: number): Fill => ({
  name: 'alike',
  window: (maxBatchSize) => Math.max(window, maxBatchSize),
  choose(candidates, maxBatchSize) {
    const of = ({ terms }: WaitingRequest) => terms.promptTokens ?? 0;
    const [first, ...others] = candidates;
    const far = (each: WaitingRequest) => Math.abs(of(each) - of(first!));
    return [first!, ...others.sort((a, b) => far(a) - far(b) || a.request - b.request)].slice(
      0,
      maxBatchSize,
    );
  },
});

/** The tenant that has had the fewest requests started is next: ranks change as others are taken. */
export const leastServed = (): Order => ({
  name: 'least served',
  open(): OpenOrder {
    const served = new Map<string, number>();
    const of = ({ terms }: WaitingRequest) => served.get(terms.tenant ?? '') ?? 0;
    return {
      ranksChange: true,
      queue(): OrderedQueue {
        let waiting: WaitingRequest[] = [];
        const sorted = () => waiting.toSorted((a, b) => of(a) - of(b) || a.request - b.request);
        const remove = (request: WaitingRequest) => (waiting = waiting.filter((each) => each !== request));
        return {
          get first() {
            return sorted()[0] ?? null;
          },
          get firstRank() {
            const [first] = sorted();
            return first === undefined ? Infinity : of(first);
          },
          push: (request) => waiting.push(request),
          withdraw: remove,
          // Plays the choice: each that is chosen counts for its tenant.
          peek(count) {
            const left = [...waiting];
            const counts = new Map(served);
            const chosen: WaitingRequest[] = [];
            while (chosen.length < count && left.length > 0) {
              const rank = ({ terms }: WaitingRequest) => counts.get(terms.tenant ?? '') ?? 0;
              left.sort((a, b) => rank(a) - rank(b) || a.request - b.request);
              const next = left.shift()!;
              counts.set(next.terms.tenant ?? '', rank(next) + 1);
              chosen.push(next);
            }
            return chosen;
          },
          take(chosen) {
            for (const request of chosen) {
              remove(request);
              served.set(request.terms.tenant ?? '', of(request) + 1);
            }
          },
        };
      },
    };
  },
});
