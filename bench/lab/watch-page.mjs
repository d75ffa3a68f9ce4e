/**
 * Runs in the page before anything of it: notes when what one sees of a run is on the screen, and what the sweep's
 * workers are told and answer.
 */
export function watchPage() {
  const seen = {
    keyAt: 0,
    keyDelays: [],
    /** When a part was first painted after the newest run had come, by name. */
    paintedAt: {},
    changedAt: 0,
    told: 0,
    toldAt: 0,
    answered: 0,
    answeredAt: 0,
  };
  globalThis.seen = seen;

  // What was drawn is on the screen with the next frame at the latest; the message comes after that frame is painted.
  const { port1, port2 } = new MessageChannel();
  let drawn = new Set();
  port1.onmessage = () => {
    for (const part of drawn) if (part !== null) seen.paintedAt[part] ??= performance.now();
    drawn = new Set();
  };
  const noteDrawing = (part) => {
    seen.changedAt = performance.now();
    if (drawn.size === 0) requestAnimationFrame(() => port2.postMessage(null));
    drawn.add(part);
  };

  for (const method of ['fillRect', 'fill', 'stroke', 'drawImage', 'putImageData']) {
    const original = CanvasRenderingContext2D.prototype[method];
    CanvasRenderingContext2D.prototype[method] = function (...words) {
      noteDrawing('timeline');
      return original.apply(this, words);
    };
  }
  const partOf = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    if (element?.closest('.overlay')) {
      return `point ${[...document.querySelectorAll('.curve')].indexOf(element.closest('.curve'))}`;
    }
    return element?.closest('.figures-strip') ? 'figures' : null;
  };
  addEventListener('DOMContentLoaded', () => {
    const changes = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver((records) => records.forEach(({ target }) => noteDrawing(partOf(target)))).observe(
      document.body,
      changes,
    );
  });
  addEventListener('load', () => lab.run.subscribe(() => (seen.paintedAt = {})));

  const noteKey = ({ timeStamp }) => {
    seen.keyAt = timeStamp;
    seen.keyDelays.push(performance.now() - timeStamp);
  };
  addEventListener('keydown', noteKey, true);

  const { postMessage } = Worker.prototype;
  const watched = new WeakSet();
  Worker.prototype.postMessage = function (...words) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener('message', ({ data }) => {
        if (data.type !== 'done' || data.columns !== null) return;
        seen.answered++;
        seen.answeredAt = performance.now();
      });
    }
    if (words[0]?.type === 'run' && words[0].withLog === false && seen.told++ === 0) {
      seen.toldAt = performance.now();
    }
    return postMessage.apply(this, words);
  };
}
