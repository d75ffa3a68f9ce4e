import type { GenerationContext } from './engine.js';

/** Whether a row is not wanted any more. Signals are looked at only where the context cannot be asked. */
export function isCancelled(context: GenerationContext, row: number): boolean {
  if (context.isWanted !== undefined) return !context.isWanted(row);
  return context.signals?.[row]?.aborted === true;
}
