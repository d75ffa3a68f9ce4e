import type { Fact } from 'lockstep/core';
import type { Rule } from './recursion.js';

export interface PlainOptions {
  readonly rule: Rule;
  readonly maxBatchSize: number;
  readonly maxQueueSize: number;
  /** Default 1. */
  readonly engines?: number;
}

interface Waiting {
  readonly request: number;
  readonly arrivedAt: number;
  readonly deadlineAt: number;
  readonly key: string | undefined;
}

interface Running {
  readonly batch: number;
  readonly engine: number;
  wanted: Waiting[];
}

/** What the requests of one key have of their own. */
interface OpenBatch {
  /** The batches that ran when the first of them came, if all engines were busy; else since when one was free. */
  behind: readonly number[] | number;
  newestArrivedAt: number;
}

const ORDER = ['finished', 'arrived', 'cancelled', 'ended', 'drain', 'woke'];

/**
 * The scheduler straight from its rules, with lists that are searched from end to end: an independent second way to
 * every command. Commands in short: `start 0,1 (full)` (on engine 0), `start 2 (wait) on 1`, `wake 100`, `reject 3`,
 * `expire 3`, `abort 0`.
 */
export class PlainScheduler {
  private waiting: Waiting[] = [];
  private readonly open = new Map<string | undefined, OpenBatch>();
  private running: Running[] = [];
  private batches = 0;
  private readonly endedAt: number[] = [];
  /** Since when an engine has been free. */
  private freeAt = -Infinity;
  /** Engines that are free, the one that has been for the longest time first. */
  private readonly free: { readonly engine: number; readonly since: number }[];
  private ended = false;
  private newest = -1;
  private drainThrough = -1;
  private asked = Infinity;
  private now = 0;
  private commands: string[] = [];

  constructor(private readonly options: PlainOptions) {
    this.free = Array.from({ length: options.engines ?? 1 }, (_, engine) => ({ engine, since: -Infinity }));
  }

  step(now: number, facts: readonly Fact[]): string[] {
    this.now = now;
    this.commands = [];
    for (const type of ORDER) {
      for (const fact of facts) if (fact.type === type) this.take(fact);
    }
    this.expire();
    this.start();
    this.wish();
    return this.commands;
  }

  private take(fact: Fact): void {
    if (fact.type === 'finished') {
      this.endedAt[fact.batch] = this.now;
      this.running = this.running.filter(({ batch }) => batch !== fact.batch);
      if (this.free.length === 0) this.freeAt = this.now;
      this.free.push({ engine: fact.engine, since: this.now });
      this.free.sort((a, b) => (a.since === b.since ? a.engine - b.engine : a.since - b.since));
    }
    if (fact.type === 'arrived') this.arrive(fact);
    if (fact.type === 'cancelled') this.drop(fact.request);
    if (fact.type === 'ended') this.ended = true;
    if (fact.type === 'drain') this.drainThrough = this.newest;
    if (fact.type === 'woke') this.asked = Infinity;
  }

  private arrive({ request, deadlineAt = Infinity, key }: Fact & { type: 'arrived' }): void {
    this.newest = request;
    if (this.waiting.length === this.options.maxQueueSize) {
      this.commands.push(`reject ${request}`);
      return;
    }
    if (!this.waiting.some((other) => other.key === key)) {
      this.open.set(key, { behind: this.behindNow(), newestArrivedAt: this.now });
    }
    this.waiting.push({ request, arrivedAt: this.now, deadlineAt, key });
    this.open.get(key)!.newestArrivedAt = this.now;
  }

  private behindNow(): readonly number[] | number {
    return this.free.length > 0 ? this.freeAt : this.running.map(({ batch }) => batch);
  }

  private get wanted(): Waiting[] {
    return this.running.flatMap(({ wanted }) => wanted);
  }

  private expire(): void {
    const matter = [...this.waiting, ...this.wanted];
    const due = matter.filter(({ deadlineAt }) => deadlineAt <= this.now);
    due.sort((a, b) => a.deadlineAt - b.deadlineAt || a.request - b.request);
    for (const { request } of due) {
      this.commands.push(`expire ${request}`);
      this.drop(request);
    }
  }

  private drop(request: number): void {
    const stays = (each: Waiting) => each.request !== request;
    this.waiting = this.waiting.filter(stays);
    for (const running of this.running) {
      if (running.wanted.every(stays)) continue;
      running.wanted = running.wanted.filter(stays);
      if (running.wanted.length === 0) this.commands.push(`abort ${running.batch}${on(running.engine)}`);
    }
  }

  private start(): void {
    // The oldest first: the first key of those that are due is the key of the oldest request of all of them.
    while (this.free.length > 0) {
      const first = this.waiting.find(({ key }) => this.whyNow(key) !== null);
      if (first === undefined) return;
      this.startKey(first.key, this.whyNow(first.key)!);
    }
  }

  private startKey(key: string | undefined, why: string): void {
    const members = this.of(key).slice(0, this.options.maxBatchSize);
    const { engine } = this.free.shift()!;
    this.running.push({ batch: this.batches++, engine, wanted: members });
    this.waiting = this.waiting.filter((each) => !members.includes(each));
    this.open.get(key)!.behind = this.behindNow();
    this.asked = Infinity;
    this.commands.push(`start ${members.map(({ request }) => request).join(',')} (${why})${on(engine)}`);
  }

  private whyNow(key: string | undefined): string | null {
    const of = this.of(key);
    if (of.length >= this.options.maxBatchSize) return 'full';
    const closesAt = this.closesAt(key);
    if (closesAt <= this.now) return 'wait';
    if (of[0]!.request <= this.drainThrough) return 'drain';
    return this.ended && this.options.rule.name === 'atleast' ? 'end' : null;
  }

  private closesAt(key: string | undefined): number {
    const { rule } = this.options;
    const of = this.of(key);
    const { behind, newestArrivedAt } = this.open.get(key)!;
    const free =
      typeof behind === 'number'
        ? behind
        : Math.min(...behind.map((batch) => this.endedAt[batch] ?? Infinity));
    switch (rule.name) {
      case 'atleast':
        return of.length >= rule.count ? this.now : Infinity;
      case 'oldest':
        return of[0]!.arrivedAt + rule.waitMs;
      case 'window':
        return Math.max(free, of[0]!.arrivedAt) + rule.waitMs;
      case 'gap':
        return Math.max(free, newestArrivedAt) + rule.waitMs;
    }
  }

  private of(key: string | undefined): Waiting[] {
    return this.waiting.filter((each) => each.key === key);
  }

  private wish(): void {
    const deadlines = [...this.waiting, ...this.wanted].map(({ deadlineAt }) => deadlineAt);
    const closings = this.free.length > 0 ? this.waiting.map(({ key }) => this.closesAt(key)) : [];
    const at = Math.min(Infinity, ...deadlines, ...closings);
    if (at === this.asked) return;
    this.asked = at;
    if (at !== Infinity) this.commands.push(`wake ${at}`);
  }
}

const on = (engine: number) => (engine === 0 ? '' : ` on ${engine}`);
