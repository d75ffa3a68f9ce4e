import { LockstepError } from '../core/index.js';

/** An option's value cannot be understood, or options contradict one another: says what was expected and what came. */
export class ScenarioError extends LockstepError {
  override readonly name = 'ScenarioError';
  readonly code = 'ERR_LOCKSTEP_SCENARIO';

  /**
   * @param detail what was expected and what came
   * @param key the option it is about, once known: its key in a scenario file
   */
  constructor(
    readonly detail: string,
    readonly key: string | null = null,
  ) {
    super(key === null ? detail : `${flagOf(key)}: ${detail}`);
  }
}

/** The flag of a scenario's key on the command line: `maxQueueSize` is `--max-queue-size`. */
export function flagOf(key: string): string {
  return '--' + key.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
}
