/** Pieces that are joined at once; a text of many small pieces takes ten times the memory of the joined one. */
const PIECES = 256;

/** Text that comes in small pieces and waits to be taken as one. */
export class WaitingText {
  /** UTF-8 bytes of what waits. */
  bytes = 0;
  private joined: string[] = [];
  private pieces: string[] = [];

  /** @returns the bytes of the piece */
  add(piece: string): number {
    const bytes = Buffer.byteLength(piece);
    this.bytes += bytes;
    this.pieces.push(piece);
    if (this.pieces.length === PIECES) {
      this.joined.push(this.pieces.join(''));
      this.pieces = [];
    }
    return bytes;
  }

  /** What has waited longest: all of it, or so many characters if it is more. */
  take(mostLength = Infinity): string {
    const text = this.joined.join('') + this.pieces.join('');
    const taken = text.length <= mostLength ? text : text.slice(0, wholeCharacters(text, mostLength));
    this.joined = taken === text ? [] : [text.slice(taken.length)];
    this.pieces = [];
    this.bytes = taken === text ? 0 : this.bytes - Buffer.byteLength(taken);
    return taken;
  }
}

/** At most so long, and not amid a character of two code units. */
function wholeCharacters(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff && length > 1 ? length - 1 : length;
}
