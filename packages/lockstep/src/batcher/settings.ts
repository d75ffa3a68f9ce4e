import {
  ArgumentError,
  ConfigurationError,
  DEFAULTS,
  type Fill,
  type Order,
  type WaitRule,
  waitsForOthers,
} from '../core/index.js';
import { onRejection, shown } from './foreign-values.js';
import type { BatcherOptions } from './batcher-options.js';
import { guardedWait, waitRuleOf } from './wait-option.js';
import { Warnings } from './warnings.js';

/** The options of a batcher, checked and complete. */
export interface Settings<Item, Output, Part> {
  readonly run: BatcherOptions<Item, Output, Part>['run'];
  readonly maxBatchSize: number;
  readonly wait: WaitRule;
  readonly maxQueueSize: number;
  /** Not options yet: null, first come, first served and in order. */
  readonly order: Order | null;
  readonly fill: Fill | null;
  readonly key: ((item: Item) => string) | undefined;
  readonly release: 'request' | 'batch';
  readonly maxReruns: number;
  readonly runTimeoutMs: number;
  readonly abortGraceMs: number;
  readonly refuseLate: boolean;
  readonly promptTokens: (item: Item) => number;
  readonly outputTokens: (output: Output) => number;
  readonly warnings: Warnings;
  /** Whether items may have lanes of their own: under a rule that counts, a rare key would wait for ever. */
  readonly mayHaveLanes: boolean;
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

/** @throws ConfigurationError for an unknown option or one that cannot work; the scheduler checks its own. */
export function settingsOf<Item, Output, Part>(
  options: BatcherOptions<Item, Output, Part>,
): Settings<Item, Output, Part> {
  if (typeof options !== 'object' || options === null) {
    throw wrong('createBatcher', 'an object of options such as { run, maxBatchSize: 8 }', options);
  }
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) throw wrong(name, `one of ${[...KNOWN].join(', ')}`, 'an unknown option');
  }
  const { run, maxBatchSize, measure, key } = options;
  if (typeof run !== 'function') throw wrong('run', 'a function', run);
  const warnings = new Warnings();
  const wait = guardedWait(waitRuleOf(options.wait ?? DEFAULTS.wait.batcher), warnings);
  const settings: Settings<Item, Output, Part> = {
    run,
    maxBatchSize,
    wait,
    maxQueueSize: options.maxQueueSize ?? DEFAULTS.maxQueueSize.batcher,
    order: null,
    fill: null,
    key: key === undefined ? undefined : checkedKey(key),
    release: options.release ?? DEFAULTS.release.batcher,
    maxReruns: options.maxReruns ?? Infinity,
    runTimeoutMs: options.runTimeoutMs ?? Infinity,
    abortGraceMs: options.abortGraceMs ?? 1000,
    refuseLate: options.refuseLate ?? false,
    ...measuresOf(measure),
    warnings,
    mayHaveLanes: !waitsForOthers(wait, maxBatchSize),
  };
  check(settings);
  return settings;
}

const one = () => 1;

const MEASURES = ['promptTokens', 'outputTokens'];

function measuresOf<Item, Output, Part>(
  measure: BatcherOptions<Item, Output, Part>['measure'],
): Pick<Settings<Item, Output, Part>, 'promptTokens' | 'outputTokens'> {
  if (measure === undefined) return { promptTokens: one, outputTokens: one };
  if (typeof measure !== 'object' || measure === null) {
    throw wrong('measure', 'an object with promptTokens and outputTokens', measure);
  }
  for (const name of Object.keys(measure)) {
    if (!MEASURES.includes(name)) {
      throw wrong(`measure.${name}`, `one of ${MEASURES.join(', ')}`, 'an unknown option');
    }
  }
  const { promptTokens, outputTokens } = measure;
  return {
    promptTokens: checkedMeasure('promptTokens', promptTokens),
    outputTokens: checkedMeasure('outputTokens', outputTokens),
  };
}

function checkedKey<Item>(key: (item: Item) => string): (item: Item) => string {
  if (typeof key !== 'function') throw wrong('key', 'a function', key);
  return (item) => {
    const name: unknown = key(item);
    if (typeof name === 'string') return name;
    onRejection(name);
    throw new ArgumentError(`key: expected a string for each item, got ${shown(name)}`);
  };
}

function checkedMeasure<T>(name: string, measure: (value: T) => number): (value: T) => number {
  if (typeof measure !== 'function') throw wrong(`measure.${name}`, 'a function', measure);
  return (value) => {
    const tokens = measure(value);
    if (Number.isSafeInteger(tokens) && tokens >= 0) return tokens;
    onRejection(tokens);
    throw new ArgumentError(`measure.${name}: expected a whole number of tokens ≥ 0, got ${shown(tokens)}`);
  };
}

function check<Item, Output, Part>(settings: Settings<Item, Output, Part>): void {
  const {
    wait,
    key,
    release,
    maxReruns,
    runTimeoutMs,
    abortGraceMs,
    refuseLate,
    maxBatchSize,
    mayHaveLanes,
  } = settings;
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
  if (key !== undefined && !mayHaveLanes) {
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
  return new ConfigurationError(`${name}: expected ${expected}, got ${shown(got)}`);
}
