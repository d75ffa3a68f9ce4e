import { HeldText } from './held-text.js';
import { type Pattern, patternOf, PrefixSearch } from './prefix-search.js';

/**
 * Cuts a text that comes in pieces before the first of some stop strings: the one that begins earliest in the whole
 * text, however it is split into pieces. Nothing that may be the beginning of a stop string is let out. Takes time in
 * proportion to the text's length times the number of stop strings, whatever they are.
 */
export class StopStrings {
  /** Whether a stop string has come; nothing is let out after it. */
  stopped = false;
  private readonly held = new HeldText();
  /** One for each stop string that has not come yet. */
  private searches: PrefixSearch[];
  private readonly all: readonly PrefixSearch[];
  /** How many code units of the text have come, and how many of them have been looked at. */
  private length = 0;
  private read = 0;
  /** Where the earliest stop string begins that has come whole; another may have begun before it. */
  private match = Infinity;

  /** @param stops none of them empty */
  constructor(stops: readonly string[]) {
    this.all = patternsOf(stops).map((pattern) => new PrefixSearch(pattern));
    this.searches = [...this.all];
  }

  /** How many code units have been compared so far: at most twice the text's length for each stop string. */
  get comparisons(): number {
    return this.all.reduce((sum, { comparisons }) => sum + comparisons, 0);
  }

  /** Takes the next piece of the text; returns what can be let out. */
  push(piece: string): string {
    if (this.all.length === 0) return piece;
    if (this.stopped) return '';
    this.held.push(piece);
    this.length += piece.length;
    for (let i = 0; i < piece.length; i++) {
      const open = this.take(piece.charCodeAt(i));
      if (open >= this.match) return this.stop();
    }
    return this.letOut(this.earliestOpen());
  }

  /** The text has ended: returns what was held back, up to a stop string in it. */
  end(): string {
    if (this.stopped) return '';
    return this.match < Infinity ? this.stop() : this.held.letOut(this.held.length);
  }

  /** @returns where the earliest stop string begins that may still come whole; the text's length if there is none */
  private take(codeUnit: number): number {
    this.read++;
    let longest = 0;
    let found = false;
    for (const search of this.searches) {
      search.take(codeUnit);
      if (search.found) {
        found = true;
        this.match = Math.min(this.match, this.read - search.matched);
      } else if (search.matched > longest) {
        longest = search.matched;
      }
    }
    // The same one again would begin later.
    if (found) this.searches = this.searches.filter((search) => !search.found);
    return this.read - longest;
  }

  private earliestOpen(): number {
    return this.read - this.searches.reduce((longest, { matched }) => Math.max(longest, matched), 0);
  }

  private stop(): string {
    this.stopped = true;
    return this.letOut(this.match);
  }

  /** @param end where what is let out ends in the whole text */
  private letOut(end: number): string {
    return this.held.letOut(this.held.length - (this.length - end));
  }
}

/** The rows of one prompt share its stop strings: they are made ready once. */
const known = new WeakMap<readonly string[], readonly Pattern[]>();

function patternsOf(stops: readonly string[]): readonly Pattern[] {
  const before = known.get(stops);
  // A list can have been changed since.
  if (before?.length === stops.length && before.every(({ text }, i) => text === stops[i])) return before;
  const patterns = stops.map(patternOf);
  known.set(stops, patterns);
  return patterns;
}
