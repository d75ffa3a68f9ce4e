/** How long the page may be kept from drawing and from listening while lines are read (ms). */
const TURN_MS = 20;

/** The lines of a text, without their ends; between them the page gets its turn. */
export async function* linesOf(text: string): AsyncGenerator<string> {
  let turn = performance.now();
  for (let from = text.startsWith('\uFEFF') ? 1 : 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end);
    from = end + 1;
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
    }
  }
}
