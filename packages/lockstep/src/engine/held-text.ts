/**
 * A text that grows at its end and is let out from its beginning. It is kept in the pieces in which it came: to join
 * them for every piece would take time in proportion to all that is held.
 */
export class HeldText {
  length = 0;
  private pieces: string[] = [];
  /** Pieces before this one have been let out. */
  private first = 0;

  push(piece: string): void {
    if (piece === '') return;
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** @param length of the beginning that is let out: an integer from 0 to the length of the text */
  letOut(length: number): string {
    this.length -= length;
    let out = '';
    while (length > 0) {
      const piece = this.pieces[this.first]!;
      if (piece.length > length) {
        this.pieces[this.first] = piece.slice(length);
        return out + piece.slice(0, length);
      }
      out += piece;
      length -= piece.length;
      this.first++;
    }
    // Pieces that are out are dropped in large numbers, so that each is moved at most once on average.
    if (this.first > this.pieces.length / 2) {
      this.pieces = this.pieces.slice(this.first);
      this.first = 0;
    }
    return out;
  }
}
