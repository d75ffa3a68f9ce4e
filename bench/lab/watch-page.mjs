/**
 * Runs in the page before anything of it: notes when something that one sees has changed, and what workers are told and
 * answer. It knows no part of the lab but its workers' messages, so that what it measures is what a visitor sees.
 */
export function watchPage() {
  const seen = {
    keyAt: 0,
    drawnAt: 0,
    frames: [],
    told: 0,
    toldAt: 0,
    answered: 0,
    answeredAt: 0,
    keyDelays: [],
  };
  globalThis.seen = seen;

  // What was drawn is on the screen with the next frame at the latest; the message comes after that frame's painting.
  const { port1, port2 } = new MessageChannel();
  let isWaiting = false;
  port1.onmessage = () => {
    seen.drawnAt = performance.now();
    isWaiting = false;
  };
  const drawn = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => port2.postMessage(null));
  };
  for (const method of ['clearRect', 'fillRect', 'fill', 'stroke', 'drawImage', 'putImageData', 'fillText']) {
    const original = CanvasRenderingContext2D.prototype[method];
    CanvasRenderingContext2D.prototype[method] = function (...words) {
      drawn();
      return original.apply(this, words);
    };
  }
  addEventListener('DOMContentLoaded', () => {
    const changes = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(drawn).observe(document.body, changes);
  });

  const keyDown = ({ timeStamp }) => {
    seen.keyAt = timeStamp;
    seen.keyDelays.push(performance.now() - timeStamp);
  };
  addEventListener('keydown', keyDown, true);

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
