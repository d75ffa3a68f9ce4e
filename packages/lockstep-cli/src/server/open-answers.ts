import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface AnswerLimits {
  /** How long a client may take nothing of what waits for it, or send nothing of a body that it owes: ms > 0. */
  readonly stallTimeoutMs: number;
  /** Bytes of one answer that may wait unread, ≥ 1; the answer ends when more comes while more than that waits. */
  readonly unreadLimit: number;
  /** Bytes of all answers that may wait unread, ≥ 1; beyond, those that have stood still longest are ended. */
  readonly totalUnreadLimit: number;
}

/** Why a connection was ended: nothing was read, nothing was sent, or too much waited. */
export type EndedFor = 'stalled' | 'slow_body' | 'unread';

const NO_LIMITS: AnswerLimits = {
  stallTimeoutMs: Infinity,
  unreadLimit: Infinity,
  totalUnreadLimit: Infinity,
};

/** How often it is looked for what stands still, at the least. */
const LOOK_MS = 1000;

interface Connection {
  readonly socket: Socket;
  /** In the order in which they were asked for: a client need not wait for one to ask for the next. */
  readonly answers: Set<ServerResponse>;
  /** The request that came last; its body may still be on its way. */
  request: IncomingMessage | null;
  /** Bytes of answers that wait outside of Node's own buffers. */
  unread: number;
  /** Bytes that the system had taken, and given, when it was last looked. */
  taken: number;
  given: number;
  /** Whether it was ended, and only has to close. */
  isEnded: boolean;
  /** When that had last changed while there was something to wait for, by `performance.now()`. */
  movedAt: number;
}

/** Connections that were ended since their client did not read, or send; their calls then end as cancelled. */
const ended = new WeakSet<Socket>();

/** Whether a connection was ended since its client did not read. */
export function wasEnded(socket: Socket): boolean {
  return ended.has(socket);
}

/** Knows which answers of a server are still on their way, and ends those whose clients stand still. */
export class OpenAnswers {
  /** Set by the server, to count what is ended. */
  onEnded: (why: EndedFor) => void = () => {};
  private count = 0;
  private totalUnread = 0;
  private readonly connections = new Map<Socket, Connection>();
  private announceNone: () => void = () => {};
  private keepAlive = true;
  private endsConnections = false;
  private server: Server | null = null;

  constructor(private readonly limits: AnswerLimits = NO_LIMITS) {}

  watch(server: Server): void {
    this.server = server;
    const { stallTimeoutMs } = this.limits;
    if (stallTimeoutMs !== Infinity) {
      const look = setInterval(() => this.look(performance.now()), Math.min(LOOK_MS, stallTimeoutMs / 4));
      look.unref();
      server.once('close', () => clearInterval(look));
    }
    server.on('connection', (socket: Socket) => this.connected(socket));
    server.on('request', (request, response) => this.asked(request, response));
  }

  /** Whether a connection is amid an answer, so that nothing else can be said over it. */
  isAmid(socket: Socket): boolean {
    const [first] = this.connections.get(socket)?.answers ?? [];
    return first?.headersSent === true;
  }

  /**
   * Told when so many bytes more (or less, if negative) of an answer wait for its client. What is too much ends that
   * answer, or another that has stood still for longer.
   */
  waits(socket: Socket, bytes: number): void {
    const connection = this.connections.get(socket);
    if (connection === undefined || connection.isEnded) return;
    const before = connection.unread;
    connection.unread += bytes;
    this.totalUnread += bytes;
    if (bytes <= 0) return;
    if (before > this.limits.unreadLimit) this.end(connection, 'unread');
    while (this.totalUnread > this.limits.totalUnreadLimit) this.end(this.stillest(), 'unread');
  }

  /** From now on every answer that has not begun says that its connection closes after it. */
  sayClose(): void {
    this.keepAlive = false;
    for (const { answers } of this.connections.values()) {
      for (const answer of answers) if (!answer.headersSent) answer.shouldKeepAlive = false;
    }
  }

  /** From now on a connection ends with its last answer, also where that began before and could not say so. */
  endConnections(): void {
    this.endsConnections = true;
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

  private connected(socket: Socket): void {
    const movedAt = performance.now();
    const answers = new Set<ServerResponse>();
    const connection = {
      socket,
      answers,
      request: null,
      unread: 0,
      taken: 0,
      given: 0,
      isEnded: false,
      movedAt,
    };
    this.connections.set(socket, connection);
    socket.once('close', () => {
      this.forget(connection);
      this.connections.delete(socket);
      // Node closes the answer that is being sent; those behind it would never hear that their client has gone.
      answers.forEach(closeUnsent);
    });
  }

  private asked(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.connections.get(request.socket);
    this.count++;
    if (!this.keepAlive) response.shouldKeepAlive = false;
    if (connection !== undefined) {
      // What stood still before was waiting for nothing.
      if (connection.answers.size === 0) connection.movedAt = performance.now();
      connection.answers.add(response);
      connection.request = request;
    }
    response.once('close', () => {
      connection?.answers.delete(response);
      if (this.endsConnections && connection?.answers.size === 0) connection.socket.end();
      if (--this.count === 0) this.announceNone();
    });
  }

  /** Ends every connection whose client has stood still for too long. */
  private look(now: number): void {
    for (const connection of this.connections.values()) {
      const { socket, answers, request, isEnded } = connection;
      if (isEnded) continue;
      const isUnread = socket.writableLength > 0;
      const isOwed = answers.size > 0 && request !== null && !request.complete;
      const taken = socket.bytesWritten - socket.writableLength;
      const given = socket.bytesRead;
      const moves = (isUnread && taken !== connection.taken) || (isOwed && given !== connection.given);
      connection.taken = taken;
      connection.given = given;
      if (moves || !(isUnread || isOwed)) connection.movedAt = now;
      else if (now - connection.movedAt >= this.limits.stallTimeoutMs) {
        this.end(connection, isUnread ? 'stalled' : 'slow_body');
      }
    }
  }

  private end(connection: Connection, why: EndedFor): void {
    const { socket } = connection;
    this.forget(connection);
    connection.isEnded = true;
    this.onEnded(why);
    if (why === 'slow_body') {
      // As Node does for a request that takes too long in all.
      const error = Object.assign(new Error('a body stood still'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      this.server!.emit('clientError', error, socket);
      return;
    }
    ended.add(socket);
    socket.destroy();
  }

  private forget(connection: Connection): void {
    this.totalUnread -= connection.unread;
    connection.unread = 0;
  }

  /** Of the connections for which something waits, the one that has stood still longest. */
  private stillest(): Connection {
    let found: Connection | null = null;
    for (const connection of this.connections.values()) {
      if (connection.unread > 0 && (found === null || connection.movedAt < found.movedAt)) found = connection;
    }
    return found!;
  }
}

function closeUnsent(response: ServerResponse): void {
  if (response.socket !== null) return;
  response.destroy();
  response.emit('close');
}
