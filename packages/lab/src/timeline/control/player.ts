import { signal } from '@preact/signals';
import { panned } from '../scale/stretches.js';
import type { TimelineState } from './timeline-state.js';

/** Speeds at which time can run. */
export const SPEEDS = [
  { name: 'this stretch in 10 s', over: 'stretch', seconds: 10 },
  { name: 'whole run in 20 s', over: 'run', seconds: 20 },
  { name: '1×', times: 1 },
  { name: '10×', times: 10 },
  { name: '100×', times: 100 },
  { name: '1,000×', times: 1000 },
] as const;

/** Where the playhead stands while the stretch follows it, as a share of the stretch. */
const FOLLOW = 0.85;
/** Who wants less motion sees time go in steps (ms). */
const CALM_STEP_MS = 500;

/** Runs time: the picture fills up to a playhead, and follows it. */
export class Player {
  readonly playing = signal(false);
  readonly speed = signal(0);
  private frame = 0;
  private last: number | null = null;
  /** How fast it runs, fixed when it starts so that following changes nothing (ms of the run per ms). */
  private rate = 1;

  constructor(private readonly state: TimelineState) {}

  toggle(): void {
    if (this.playing.value) this.pause();
    else this.play();
  }

  /** From the playhead on, or from the left edge. */
  play(): void {
    const { run, playhead, stretch } = this.state;
    if (run.value === null) return;
    const { lengthMs } = run.value;
    const from = playhead.value;
    const { from: left, to: right } = stretch.value;
    if (from === null || from >= lengthMs || from < left || from >= right) {
      playhead.value = left < lengthMs ? left : 0;
    }
    this.rate = this.chosenRate();
    this.last = null;
    this.playing.value = true;
    this.frame = requestAnimationFrame(this.step);
  }

  /** Time stands still; what has not happened yet stays hidden. */
  pause(): void {
    cancelAnimationFrame(this.frame);
    this.playing.value = false;
  }

  /** Shows all of the run again. */
  stop(): void {
    this.pause();
    this.state.playhead.value = null;
  }

  /** Another speed, at once. */
  choose(speed: number): void {
    this.speed.value = speed;
    this.rate = this.chosenRate();
  }

  private chosenRate(): number {
    const speed = SPEEDS[this.speed.value]!;
    if ('times' in speed) return speed.times;
    const { from, to } = this.state.stretch.value;
    const length = speed.over === 'run' ? this.state.run.value!.lengthMs : to - from;
    return length / (speed.seconds * 1000);
  }

  private readonly step = (now: number): void => {
    this.frame = requestAnimationFrame(this.step);
    const passed = this.last === null ? 0 : now - this.last;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isCalm && this.last !== null && passed < CALM_STEP_MS) return;
    this.last = now;
    const { playhead, run } = this.state;
    if (playhead.value === null) return this.pause();
    const { lengthMs } = run.value!;
    playhead.value = Math.min(lengthMs, playhead.value + passed * this.rate);
    this.follow(playhead.value);
    if (playhead.value >= lengthMs) this.stop();
  };

  private follow(at: number): void {
    const stretch = this.state.stretch.value;
    const length = stretch.to - stretch.from;
    const ahead = (at - stretch.from) / length - FOLLOW;
    if (ahead > 0 && stretch.to < this.state.run.value!.lengthMs) this.state.show(panned(stretch, ahead));
  }
}
