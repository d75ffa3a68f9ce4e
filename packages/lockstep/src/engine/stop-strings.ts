/**
 * Cuts a text that comes in pieces before the first of some stop strings: the one that begins earliest in the whole
 * text, however it is split into pieces. Nothing that may be the beginning of a stop string is let out.
 */
export class StopStrings {
  /** Whether a stop string has come; nothing is let out after it. */
  stopped = false;
  private held = '';
  private readonly longest: number;

  /** @param stops none of them empty */
  constructor(private readonly stops: readonly string[]) {
    this.longest = stops.reduce((longest, stop) => Math.max(longest, stop.length), 0);
  }

  /** Takes the next piece of the text; returns what can be let out. */
  push(piece: string): string {
    if (this.longest === 0) return piece;
    if (this.stopped) return '';
    this.held += piece;
    const match = this.firstMatch();
    const open = this.firstOpen();
    if (open < match) return this.letOut(open);
    this.stopped = match < this.held.length;
    return this.letOut(match);
  }

  /** The text has ended: returns what was held back, up to a stop string in it. */
  end(): string {
    if (this.stopped) return '';
    const match = this.firstMatch();
    this.stopped = match < this.held.length;
    return this.letOut(match);
  }

  private letOut(length: number): string {
    const out = this.held.slice(0, length);
    this.held = this.stopped ? '' : this.held.slice(length);
    return out;
  }

  /** Where the earliest whole stop string begins in the held text; its length if there is none. */
  private firstMatch(): number {
    let first = this.held.length;
    for (const stop of this.stops) {
      const at = this.held.indexOf(stop);
      if (at >= 0 && at < first) first = at;
    }
    return first;
  }

  /** Where the earliest stop string begins whose end has not come yet; the held text's length if there is none. */
  private firstOpen(): number {
    const { held } = this;
    for (let at = Math.max(0, held.length - this.longest + 1); at < held.length; at++) {
      const rest = held.slice(at);
      if (this.stops.some((stop) => stop.length > rest.length && stop.startsWith(rest))) return at;
    }
    return held.length;
  }
}
