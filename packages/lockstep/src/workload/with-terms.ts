import type { RequestTerms } from '../core/index.js';
import type { Workload } from './workload.js';

/**
 * The same workload, whose requests ask for something: a key, a level, a tenant.
 * @param termsOf what a request asks for, by its place in arrival order; undefined for nothing. The same whenever it is asked
 */
export function withTerms(
  workload: Workload,
  termsOf: (request: number) => RequestTerms | undefined,
): Workload {
  return {
    ...workload,
    drawLengths: (random, into) => workload.drawLengths(random, into),
    drawTerms: (random) => termsOf(Math.floor(random.next() * workload.count)),
    open() {
      const source = workload.open();
      return {
        get nextAt() {
          return source.nextAt;
        },
        get exhausted() {
          return source.exhausted;
        },
        take(log) {
          const request = source.take(log);
          const terms = termsOf(request);
          if (terms !== undefined) log.setTerms(request, terms);
          return request;
        },
        ...(source.left !== undefined && { left: source.left.bind(source) }),
      };
    },
  };
}
