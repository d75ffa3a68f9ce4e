import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Knows which answers of a server are still on their way. */
export class OpenAnswers {
  private count = 0;
  /** By connection, in the order in which they were asked for: a client need not wait for one to ask for the next. */
  private readonly of = new WeakMap<Socket, Set<ServerResponse>>();
  private announceNone: () => void = () => {};

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      const answers = new Set<ServerResponse>();
      this.of.set(socket, answers);
      // Node closes the answer that is being sent; those behind it would never hear that their client has gone.
      socket.once('close', () => answers.forEach(closeUnsent));
    });
    server.on('request', ({ socket }, response) => {
      const answers = this.of.get(socket);
      this.count++;
      answers?.add(response);
      response.once('close', () => {
        answers?.delete(response);
        if (--this.count === 0) this.announceNone();
      });
    });
  }

  /** Whether a connection is amid an answer, so that nothing else can be said over it. */
  isAmid(socket: Socket): boolean {
    const [first] = this.of.get(socket) ?? [];
    return first?.headersSent === true;
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

function closeUnsent(response: ServerResponse): void {
  if (response.socket !== null) return;
  response.destroy();
  response.emit('close');
}
