import { pause } from './server-process.mjs';

/**
 * Requests of others, each with a prompt of its own, sent while a server is attacked. Every one must be answered with
 * its own text, or refused with a status; what is neither is lost.
 */
export class Bystanders {
  sent = 0;
  answered = 0;
  refused = 0;
  lost = 0;
  /** Answers with the text of another request, or a text twice. */
  doubled = 0;
  #texts = new Set();
  #asking = [];
  #stopped = false;

  /** @param {string} url of the server; its engine is simulated, whose texts begin with the prompt */
  constructor(url) {
    this.url = url;
  }

  /** Starts clients that ask one request after another until `stop`. */
  start(clients = 4) {
    for (let client = 0; client < clients; client++) this.#asking.push(this.#client(client));
  }

  async stop() {
    this.#stopped = true;
    await Promise.all(this.#asking);
  }

  async ask(prompt) {
    this.sent++;
    try {
      const response = await fetch(`${this.url}/v1/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt, max_tokens: 4 }),
      });
      const answer = await response.json();
      if (!response.ok) this.refused++;
      else this.#judge(prompt, answer.choices[0].text);
    } catch {
      this.lost++;
    }
  }

  #judge(prompt, text) {
    if (!text.startsWith(`${prompt} `) || this.#texts.has(text)) this.doubled++;
    this.#texts.add(text);
    this.answered++;
  }

  async #client(client) {
    for (let request = 0; !this.#stopped; request++) {
      await this.ask(`client${client}request${request}`);
      await pause(10);
    }
  }

  get figures() {
    const { sent, answered, refused, lost, doubled } = this;
    return { sent, answered, refused, lost, doubled };
  }

  /** What is wrong with them. */
  get faults() {
    return [
      ...(this.lost > 0 ? [`${this.lost} requests of others were lost`] : []),
      ...(this.doubled > 0 ? [`${this.doubled} requests of others got the answer of another`] : []),
      ...(this.answered === 0 ? ['no request of others was answered'] : []),
    ];
  }
}
