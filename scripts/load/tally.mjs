/** What became of every request, and what should not have. */
export class Tally {
  /** Requests sent so far. */
  asked = 0;
  /** By outcome. */
  counts = new Map();
  faults = [];
  /** Whether the server has been told to go down: from then on, a connection may be refused. */
  draining = false;
  unreached = [];

  /** The id that a prompt begins with, and that its answer must begin with. */
  nextId() {
    return `q${++this.asked}`;
  }

  count(outcome) {
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
  }

  /**
   * Judges an answer that came whole.
   * @param {{ id: string, prompt: string, tokens: number }} asked
   * @param {number} status
   * @param {() => string} text of an answer with status 200
   * @param {(name: string) => string | undefined} header
   * @param {() => string} code of an error
   */
  judge(asked, status, { text, code, header }) {
    const { id, prompt, tokens } = asked;
    if (status === 200) {
      const expected = `${prompt} ${'generated_text'.repeat(Math.floor(tokens / 2))}`;
      if (isMarked(prompt)) this.fault(id, 'a marked prompt was answered');
      else if (text() === expected) this.count('answered');
      else this.fault(id, `expected ${expected}, got ${text()}`);
      return;
    }
    const right =
      (status === 429 && code() === 'queue_full' && header('retry-after') !== undefined) ||
      (status === 500 && code() === 'engine_failed' && isMarked(prompt)) ||
      (status === 503 && code() === 'draining' && header('retry-after') !== undefined && this.draining);
    if (right) this.count(code());
    else this.fault(id, `answered with ${status} ${code()}`);
  }

  /** No answer, or half of one, though its client did not cut it. */
  broken(id, error) {
    if (!this.draining) return this.fault(id, `no answer: ${error.message}`);
    this.count('unreached');
    this.unreached.push(id);
  }

  /** @param {readonly string[]} accepted ids that the server took in while it went down */
  lost(accepted) {
    return this.unreached.filter((id) => accepted.includes(id));
  }

  fault(id, what) {
    this.faults.push(`${id}: ${what}`);
  }
}

/** What a client asks for: lengths are mixed, and one prompt in fifty is marked for the engine to fail on. */
export function newPrompt(tally) {
  const id = tally.nextId();
  const mark = tally.asked % 100 === 25 ? ' THROW' : tally.asked % 100 === 75 ? ' GARBAGE' : '';
  return { id, prompt: `${id}${mark} asks`, tokens: 1 + Math.floor(Math.random() ** 3 * 60) };
}

function isMarked(prompt) {
  return / (THROW|GARBAGE) /.test(prompt);
}
