import { type RequestListener, Server, type ServerOptions } from 'node:http';
import { hostName } from './host-check.js';

/**
 * An HTTP server with one socket. Fastify by itself opens a second one where `localhost` means both 127.0.0.1 and ::1,
 * and nothing that watches the first server hears of the second. So every app gets its server from here:
 *
 *     fastify({ serverFactory: (handler) => listener.serve(handler) })
 *
 * It may listen before there is an app. The app takes over when it is told to listen, wherever that is.
 */
export class Listener extends Server {
  /** The host that it was told to listen on, as `hostName` gives it; null before, and for a path. */
  host: string | null = null;
  /** The address on which it listens; null where it does not, and for a path. */
  boundTo: string | null = null;
  private app: RequestListener | null = null;

  /** @param answer answers requests until there is an app */
  constructor(options: ServerOptions = {}, answer: RequestListener = (_, response) => response.destroy()) {
    super(options);
    let handler = answer;
    this.on('request', (request, response) => handler(request, response));
    this.on('listening', () => {
      const address = this.address();
      this.boundTo = address === null || typeof address === 'string' ? null : address.address;
      handler = this.app ?? handler;
    });
  }

  serve(app: RequestListener): this {
    this.app = app;
    return this;
  }

  override listen(...words: unknown[]): this {
    const [options] = words as [{ readonly host?: unknown } | null | undefined];
    if (this.listening) {
      process.nextTick(() => this.emit('listening'));
      return this;
    }
    if (typeof options?.host === 'string') this.host = hostName(options.host) ?? options.host.toLowerCase();
    return (super.listen as (...words: unknown[]) => this).apply(this, words);
  }

  /** Stops listening, and resolves when all connections have ended. A server that never listened ends its timers. */
  end(): Promise<void> {
    return new Promise((resolve) => this.close(() => resolve()));
  }
}
