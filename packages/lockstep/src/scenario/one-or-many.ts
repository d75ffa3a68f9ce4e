/** One value, or several that a sweep combines. */
export type OneOrMany<T> = T | readonly T[];

/** One or several as several. */
export function list<T extends string | number | boolean>(value: OneOrMany<T>): readonly T[] {
  return typeof value === 'object' ? value : [value];
}
