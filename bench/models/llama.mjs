// What both files of a model must agree on.

/** Added to the mean square before a norm divides by its root. */
export const NORM_EPSILON = 1e-5;

/** Base of the angles by which rotary position embeddings turn queries and keys (Su et al., RoFormer, 2021). */
export const ROPE_BASE = 10_000;
