import { CostError } from './cost-model.js';

/** How the prompts of a batch meet the prefill: all padded to the longest, or packed end to end. */
export type Padding = 'padded' | 'packed';

/** Passes a padding through. @throws CostError for any other word */
export function checkPadding(owner: string, value: Padding): Padding {
  if (value !== 'padded' && value !== 'packed') {
    throw new CostError(`${owner}: expected padding as 'padded' or 'packed', got '${String(value)}'`);
  }
  return value;
}
