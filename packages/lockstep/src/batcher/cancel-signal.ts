/** What tells that nobody wants an item any more: an AbortSignal, or whatever does as much and may cost less. */
export interface CancelSignal {
  readonly aborted: boolean;
  /** With what `submit` then rejects. */
  readonly reason: unknown;
  /** The listener is called once, when `aborted` and `reason` are set. */
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
