import type { Server } from 'node:http';

/** Knows which answers of a server are still on their way. */
export class OpenAnswers {
  private count = 0;
  private announceNone: () => void = () => {};

  constructor(server: Server) {
    server.on('request', (_, response) => {
      this.count++;
      response.once('close', () => {
        if (--this.count === 0) this.announceNone();
      });
    });
  }

  /** Resolves when there is none, at the latest after so many milliseconds. */
  async none(atLatestMs: number): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, atLatestMs);
      this.announceNone = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
