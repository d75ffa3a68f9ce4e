/** Operations on an instant that a bound always allows for: a start, an end, an arrival and the target itself. */
const ALWAYS = 4;

/**
 * How far an instant may be off by the rounding of floating-point numbers alone. An instant is a sum of many durations,
 * and each addition rounds to the precision of the sum: half a unit in its last place, which is at most the instant times
 * 2⁻⁵³. Whatever compares an instant or a difference of two with a target allows for it, here and nowhere else: a
 * target that is met exactly must not be missed because the run began long ago.
 * @param at the later instant (ms)
 * @param additions durations that were added one after another to get there: 1, or the batches since the engine was last free
 * @returns ms, ≥ 0
 */
export function roundingOf(at: number, additions = 1): number {
  return (ALWAYS + additions) * Number.EPSILON * Math.abs(at);
}
