/** Gives the text of a file that a scenario names. The caller brings it: the library opens no files. */
export type ReadText = (file: string) => string;
