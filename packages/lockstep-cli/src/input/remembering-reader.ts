import type { ReadText } from 'lockstep/scenario';
import { readText } from './read-text.js';

/** Reads each file once: everyone who works on a scenario sees the same bytes, workers included. */
export class RememberingReader {
  constructor(readonly texts: Map<string, string> = new Map()) {}

  readonly readText: ReadText = (name) => {
    let text = this.texts.get(name);
    if (text === undefined) this.texts.set(name, (text = readText(name)));
    return text;
  };
}
