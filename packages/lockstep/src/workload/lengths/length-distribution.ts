import type { Random } from '../../random/index.js';
import { MOST_TOKENS } from '../parameters.js';

/** How long prompts or outputs are, in whole tokens. Each kind is made by a factory of its own, one file each. */
export interface LengthDistribution {
  /** As the command line writes it, such as `uniform:10-29`. */
  readonly name: string;
  /** The smallest length it can draw, ≥ 0. */
  readonly least: number;
  /** Its exact mean; null where there is no simple exact one. */
  readonly mean: number | null;
  /** Draws a length: a whole number from `least` to 2³¹ − 1. */
  draw(random: Random): number;
  /**
   * The same distribution for outputs, which have at least one token: its zeros become ones. Only continuous
   * laws have it, whose zeros are nothing but rounding; any other 0 was asked for and is refused as an output.
   */
  atLeastOne?(): LengthDistribution;
}

/**
 * A continuous law on [0, ∞) rounded to the nearest whole token (and to 2³¹ − 1 at most, the largest that a log
 * holds).
 * @param meanOverZero its exact mean without and with its zeros made ones; null where there is no simple one
 */
export function rounded(
  name: string,
  law: (random: Random) => number,
  means: { readonly plain: number; readonly atLeastOne: number } | null,
): LengthDistribution {
  const draw = (random: Random) => Math.min(Math.round(law(random)), MOST_TOKENS);
  return {
    name,
    least: 0,
    mean: means && means.plain,
    draw,
    atLeastOne: () => ({
      name,
      least: 1,
      mean: means && means.atLeastOne,
      draw: (random) => Math.max(1, draw(random)),
    }),
  };
}
