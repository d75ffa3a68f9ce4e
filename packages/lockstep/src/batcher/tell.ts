import type { EventEmitter } from 'node:events';
import { surface } from './foreign-values.js';
import type { BatcherEvents } from './batcher-options.js';

/**
 * Tells all listeners of an event. A listener that throws is its owner's failure, not that of an item: it surfaces as an
 * uncaught exception, and the other listeners are told all the same.
 */
export function tell<Name extends keyof BatcherEvents>(
  batcher: EventEmitter<BatcherEvents>,
  name: Name,
  value: BatcherEvents[Name][0],
): void {
  for (const listener of (batcher as EventEmitter).rawListeners(name)) {
    try {
      listener.call(batcher, value);
    } catch (error) {
      surface(error);
    }
  }
}
