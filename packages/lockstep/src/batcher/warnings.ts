/** What a batcher warns of, each at most once in its life. */
export type WarningCode =
  /** `run` has submitted an item to the batcher that runs it. */
  | 'LOCKSTEP_SUBMIT_IN_RUN'
  /** A wait rule has thrown, or given something that is no instant. */
  | 'LOCKSTEP_WAIT_RULE'
  /** A signal has thrown as its listener was taken off. */
  | 'LOCKSTEP_SIGNAL'
  /** An `onPart` has rejected after its item had been answered. */
  | 'LOCKSTEP_ON_PART';

/** Warnings of one batcher, through `process.emitWarning`: each code once, since a fault comes back with every item. */
export class Warnings {
  private readonly given = new Set<WarningCode>();

  submitInRun(): void {
    this.warn(
      'LOCKSTEP_SUBMIT_IN_RUN',
      'run has submitted an item to its own batcher: if it waits for the answer, it waits for ever, since the next batch ' +
        'starts when this run has ended',
    );
  }

  warn(code: WarningCode, message: string): void {
    if (this.given.has(code)) return;
    this.given.add(code);
    process.emitWarning(message, { type: 'LockstepWarning', code });
  }
}
