import type { Fact } from 'lockstep/core';
import type { Rule } from './recursion.js';

export interface PlainOptions {
  readonly rule: Rule;
  readonly maxBatchSize: number;
  readonly maxQueueSize: number;
}

interface Waiting {
  readonly request: number;
  readonly arrivedAt: number;
  readonly deadlineAt: number;
  readonly key: string | undefined;
}

/** What the requests of one key have of their own. */
interface OpenBatch {
  /** The batch that ran, or had run last, when the first of them came; -1 for none. */
  behind: number;
  newestArrivedAt: number;
}

const ORDER = ['finished', 'arrived', 'cancelled', 'ended', 'drain', 'woke'];

/**
 * The scheduler straight from its rules, with lists that are searched from end to end: an independent second way to
 * every command. Commands in short: `start 0,1 (full)`, `wake 100`, `reject 3`, `expire 3`, `abort 0`.
 */
export class PlainScheduler {
  private waiting: Waiting[] = [];
  private readonly open = new Map<string | undefined, OpenBatch>();
  private running: { readonly batch: number; wanted: Waiting[] } | null = null;
  private readonly endedAt: number[] = [];
  private ended = false;
  private newest = -1;
  private drainThrough = -1;
  private asked = Infinity;
  private now = 0;
  private commands: string[] = [];

  constructor(private readonly options: PlainOptions) {}

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
      this.running = null;
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
      const behind = this.endedAt.length - (this.running === null ? 1 : 0);
      this.open.set(key, { behind, newestArrivedAt: this.now });
    }
    this.waiting.push({ request, arrivedAt: this.now, deadlineAt, key });
    this.open.get(key)!.newestArrivedAt = this.now;
  }

  private expire(): void {
    const matter = [...this.waiting, ...(this.running?.wanted ?? [])];
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
    if (this.running === null || this.running.wanted.every(stays)) return;
    this.running.wanted = this.running.wanted.filter(stays);
    if (this.running.wanted.length === 0) this.commands.push(`abort ${this.running.batch}`);
  }

  private start(): void {
    if (this.running !== null) return;
    // The oldest first: the first key of those that are due is the key of the oldest request of all of them.
    for (const { key } of this.waiting) {
      const why = this.whyNow(key);
      if (why === null) continue;
      const members = this.of(key).slice(0, this.options.maxBatchSize);
      const batch = this.endedAt.length;
      this.waiting = this.waiting.filter((each) => !members.includes(each));
      this.running = { batch, wanted: members };
      this.open.get(key)!.behind = batch;
      this.asked = Infinity;
      this.commands.push(`start ${members.map(({ request }) => request).join(',')} (${why})`);
      return;
    }
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
    const free = behind === -1 ? -Infinity : this.endedAt[behind]!;
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
    const deadlines = [...this.waiting, ...(this.running?.wanted ?? [])].map(({ deadlineAt }) => deadlineAt);
    const closings = this.running === null ? this.waiting.map(({ key }) => this.closesAt(key)) : [];
    const at = Math.min(Infinity, ...deadlines, ...closings);
    if (at === this.asked) return;
    this.asked = at;
    if (at !== Infinity) this.commands.push(`wake ${at}`);
  }
}
