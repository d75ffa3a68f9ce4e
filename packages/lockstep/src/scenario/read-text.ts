/** Gives the text of a file that a scenario names. Whoever resolves a scenario brings it: the library opens none. */
export type ReadText = (file: string) => string;
