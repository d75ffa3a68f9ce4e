/** The users of a closed loop who are thinking, the next to ask first: a binary heap by instant, then by user. */
export class DueUsers {
  private readonly at: Float64Array;
  private readonly user: Int32Array;
  private count = 0;

  /** @param users how many there are at most */
  constructor(users: number) {
    this.at = new Float64Array(users);
    this.user = new Int32Array(users);
  }

  /** When the next user asks (ms); Infinity if none is thinking. */
  get nextAt(): number {
    return this.count === 0 ? Infinity : this.at[0]!;
  }

  add(user: number, at: number): void {
    let place = this.count++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.isBefore(at, user, parent)) break;
      this.put(place, this.at[parent]!, this.user[parent]!);
      place = parent;
    }
    this.put(place, at, user);
  }

  /** Takes out the user who asks next; there must be one. */
  take(): number {
    const first = this.user[0]!;
    const last = --this.count;
    const at = this.at[last]!;
    const user = this.user[last]!;
    let place = 0;
    while (true) {
      let child = 2 * place + 1;
      if (child >= last) break;
      if (child + 1 < last && this.isBefore(this.at[child + 1]!, this.user[child + 1]!, child)) child++;
      if (this.isBefore(at, user, child)) break;
      this.put(place, this.at[child]!, this.user[child]!);
      place = child;
    }
    this.put(place, at, user);
    return first;
  }

  private isBefore(at: number, user: number, place: number): boolean {
    const other = this.at[place]!;
    return at < other || (at === other && user < this.user[place]!);
  }

  private put(place: number, at: number, user: number): void {
    this.at[place] = at;
    this.user[place] = user;
  }
}
