import { ConfigurationError, oldest, type WaitRule } from '../core/index.js';
import type { BatcherOptions } from './options.js';

/** The options of a batcher, checked and complete. */
export interface Settings<Item, Output, Part> {
  readonly run: BatcherOptions<Item, Output, Part>['run'];
  readonly maxBatchSize: number;
  readonly wait: WaitRule;
  readonly maxQueueSize: number;
  readonly key: ((item: Item) => string) | undefined;
  readonly release: 'request' | 'batch';
  readonly maxReruns: number;
  readonly runTimeoutMs: number;
  readonly abortGraceMs: number;
  readonly refuseLate: boolean;
  readonly promptTokens: (item: Item) => number;
  readonly outputTokens: (output: Output) => number;
}

const KNOWN: ReadonlySet<string> = new Set<keyof BatcherOptions<unknown, unknown>>([
  'run',
  'maxBatchSize',
  'wait',
  'maxQueueSize',
  'key',
  'release',
  'maxReruns',
  'runTimeoutMs',
  'abortGraceMs',
  'refuseLate',
  'measure',
]);

/** @throws ConfigurationError for an option that is none or cannot work; the scheduler checks its own. */
export function settingsOf<Item, Output, Part>(
  options: BatcherOptions<Item, Output, Part>,
): Settings<Item, Output, Part> {
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) throw wrong(name, `one of ${[...KNOWN].join(', ')}`, 'a name that is none');
  }
  const { run, maxBatchSize, measure, key } = options;
  if (typeof run !== 'function') throw wrong('run', 'a function', run);
  const settings: Settings<Item, Output, Part> = {
    run,
    maxBatchSize,
    wait: options.wait ?? oldest(50),
    maxQueueSize: options.maxQueueSize ?? Infinity,
    key: key === undefined ? undefined : checkedKey(key),
    release: options.release ?? 'request',
    maxReruns: options.maxReruns ?? Infinity,
    runTimeoutMs: options.runTimeoutMs ?? Infinity,
    abortGraceMs: options.abortGraceMs ?? 1000,
    refuseLate: options.refuseLate ?? false,
    promptTokens: measure === undefined ? one : checkedMeasure('promptTokens', measure.promptTokens),
    outputTokens: measure === undefined ? one : checkedMeasure('outputTokens', measure.outputTokens),
  };
  check(settings);
  return settings;
}

const one = () => 1;

function checkedKey<Item>(key: (item: Item) => string): (item: Item) => string {
  if (typeof key !== 'function') throw wrong('key', 'a function', key);
  return (item) => {
    const name: unknown = key(item);
    if (typeof name === 'string') return name;
    throw new TypeError(`key: expected a string for each item, got ${typeof name}`);
  };
}

function checkedMeasure<T>(name: string, measure: (value: T) => number): (value: T) => number {
  if (typeof measure !== 'function') throw wrong(`measure.${name}`, 'a function', measure);
  return (value) => {
    const tokens = measure(value);
    if (Number.isSafeInteger(tokens) && tokens >= 0) return tokens;
    throw new TypeError(`measure.${name}: expected a whole number of tokens ≥ 0, got ${tokens}`);
  };
}

function check<Item, Output, Part>(settings: Settings<Item, Output, Part>): void {
  const { wait, key, release, maxReruns, runTimeoutMs, abortGraceMs, refuseLate, maxBatchSize } = settings;
  if (typeof wait.closesAt !== 'function') throw wrong('wait', 'a wait rule such as oldest(20)', wait);
  if (release !== 'request' && release !== 'batch') throw wrong('release', "'request' or 'batch'", release);
  if (!(maxReruns === Infinity || (Number.isInteger(maxReruns) && maxReruns >= 0))) {
    throw wrong('maxReruns', 'a whole number ≥ 0 or Infinity', maxReruns);
  }
  if (!isDuration(runTimeoutMs, Infinity) || runTimeoutMs === 0) {
    throw wrong(
      'runTimeoutMs',
      `milliseconds above 0 and up to ${LONGEST_TIMER_MS}, or Infinity`,
      runTimeoutMs,
    );
  }
  if (!isDuration(abortGraceMs)) {
    throw wrong('abortGraceMs', `milliseconds from 0 to ${LONGEST_TIMER_MS}`, abortGraceMs);
  }
  if (typeof refuseLate !== 'boolean') throw wrong('refuseLate', 'true or false', refuseLate);
  if (key !== undefined && wait.least(maxBatchSize) > 1) {
    throw new ConfigurationError(
      `wait rule ${wait.name} waits for ${wait.least(maxBatchSize)} items of one key: a rare key would wait for ever; ` +
        'expected none or a rule with a clock',
    );
  }
}

/** Node's timers overflow beyond this, and fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether Node can wait this long. */
export function isDuration(ms: unknown, orElse?: number): ms is number {
  return typeof ms === 'number' && ((ms >= 0 && ms <= LONGEST_TIMER_MS) || ms === orElse);
}

function wrong(name: string, expected: string, got: unknown): ConfigurationError {
  const shown = typeof got === 'string' ? got : typeof got === 'object' ? JSON.stringify(got) : String(got);
  return new ConfigurationError(`${name}: expected ${expected}, got ${shown}`);
}
