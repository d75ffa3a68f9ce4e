import type { EventEmitter } from 'node:events';
import type { BatcherEvents } from './options.js';

/** A listener that throws is its owner's failure, not that of an item: it surfaces as an uncaught exception. */
export function tell<Name extends keyof BatcherEvents>(
  batcher: EventEmitter<BatcherEvents>,
  name: Name,
  value: BatcherEvents[Name][0],
): void {
  try {
    (batcher as EventEmitter).emit(name, value);
  } catch (error) {
    surface(error);
  }
}

/** Lets an error that belongs to no item surface as an uncaught exception. */
export function surface(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}
