/** How long pieces are made before the page gets its turn (ms). */
const TURN_MS = 12;
/** Characters that are handed to the browser at once; it keeps large blobs out of the page's memory. */
const PART = 1 << 23;

/**
 * Makes a file of pieces of text, while the page goes on.
 * @param progress told after each turn how many bytes there are so far
 */
export async function makeBlob(
  pieces: Iterable<string>,
  type: string,
  progress: (bytes: number) => void = () => {},
): Promise<Blob> {
  const parts: Blob[] = [];
  let part: string[] = [];
  let length = 0;
  let bytes = 0;
  const handOver = () => {
    const blob = new Blob(part);
    parts.push(blob);
    bytes += blob.size;
    part = [];
    length = 0;
  };
  let turnEnds = performance.now() + TURN_MS;
  for (const piece of pieces) {
    part.push(piece);
    length += piece.length;
    if (length >= PART) handOver();
    if (performance.now() < turnEnds) continue;
    progress(bytes + length);
    await new Promise((resolve) => setTimeout(resolve));
    turnEnds = performance.now() + TURN_MS;
  }
  handOver();
  return new Blob(parts, { type });
}
