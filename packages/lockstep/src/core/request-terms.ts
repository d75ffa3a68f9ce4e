/**
 * What a request asks for besides its answer: one type for a fact, a submitted item, a workload and the log. Whatever is
 * left out is not asked for.
 */
export interface RequestTerms {
  /**
   * Only requests with equal keys share a batch, and so do those without one. Each key has an open batch of its own;
   * under a rule that counts (`atleast`, `full`) a request with a rare key may wait until the end or a drain.
   */
  readonly key?: string | undefined;
  /** The instant (ms) from which its answer is of no use; none by default. */
  readonly deadlineAt?: number | undefined;
  /** Its priority, an integer ≥ 0: smaller is earlier (default 0). Read by an order. */
  readonly level?: number | undefined;
  /** Who it belongs to, where shares of tenants are kept. Read by an order. */
  readonly tenant?: string | undefined;
  /** Length of its prompt, in tokens, ≥ 0; undefined where it is not known. Read by a fill. */
  readonly promptTokens?: number | undefined;
  /** How long its output is expected to be, in tokens, ≥ 1; undefined where nothing is known. Read by a fill. */
  readonly expectedOutputTokens?: number | undefined;
  /** Whether it may wait for times at which nothing else does (default false). Carried, and not acted on yet. */
  readonly background?: boolean | undefined;
}

/** Of a request that asks for nothing. */
export const NO_TERMS: RequestTerms = Object.freeze({});
