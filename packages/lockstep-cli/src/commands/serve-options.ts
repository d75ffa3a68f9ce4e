import { type Command, Option } from 'commander';
import { DEFAULTS } from 'lockstep/core';
import {
  flagOf,
  formatWait,
  parseCost,
  parseWait,
  RENAMED_FLAGS,
  SCENARIO_OPTIONS,
  ScenarioError,
} from 'lockstep/scenario';
import { DEFAULT_ENGINE, ENGINE_NOTATION } from '../engines/open-engine.js';
import { UPSTREAM_KEY_HELP } from '../engines/upstream-key.js';
import { UsageError } from '../failure.js';
import { METRIC_NAMES } from '../server/metrics/names.js';
import { readApiKeysFile } from './api-keys-file.js';
import { allowedHostOption, readAllowedHosts } from './allowed-host-option.js';
import { duration, limit, oneOf, some, timeout, whole } from './option-values.js';
import { refuseRenamedFlags } from './renamed-flags.js';
import { once } from './scenario-options.js';

/** One option that has a value. */
interface ServeOption<T, Default extends string | null = string | null> {
  readonly group: 'Engine' | 'Batches' | 'HTTP' | 'Logs' | 'Shutdown';
  readonly argument: string;
  readonly help: string;
  /** As it would be written; null where it is nothing. */
  readonly default: Default;
  /** @throws ScenarioError or UsageError that says what was expected and what came */
  read(text: string): T;
}

const RELEASES = ['token', 'request', 'batch'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const bytes = whole(1, 2 ** 31 - 1);

/** Every option of `lockstep serve` that has a value, in the order in which its help shows them. */
const SERVE_OPTIONS = {
  engine: option('Engine', 'engine', `what runs the batches\n${ENGINE_NOTATION}`, DEFAULT_ENGINE, String),
  model: option(
    'Engine',
    'name',
    'its name; with openai the one by which the upstream knows it (default: as the engine says)',
    null,
    some('a name'),
  ),
  upstreamKeyEnv: option('Engine', 'name', UPSTREAM_KEY_HELP, null, some('a name')),
  modelName: option(
    'Engine',
    'name',
    'the name by which clients ask for the model (default: as --model)',
    null,
    some('a name'),
  ),
  contextTokens: option(
    'Engine',
    'tokens',
    'most tokens of prompt and answer together\na whole number ≥ 2 (default: as the model has it)',
    null,
    whole(2, 2 ** 31 - 1),
  ),
  cost: option(
    'Engine',
    'model',
    `how long a batch of the simulated engine takes\n${SCENARIO_OPTIONS.cost.range} (default: mock)`,
    null,
    parseCost,
  ),
  batchSize: option(
    'Batches',
    'size',
    `most requests in one batch\n${SCENARIO_OPTIONS.batchSize.range}`,
    String(DEFAULTS.maxBatchSize.server),
    limit,
  ),
  wait: option(
    'Batches',
    'rule',
    'how long a batch that is not full is held open\nnone, oldest:100ms, window:100ms, gap:100ms',
    formatWait(DEFAULTS.wait.server),
    parseWait,
  ),
  maxQueueSize: option(
    'Batches',
    'requests',
    'most requests that may wait; the next one gets 429\na whole number ≥ 1, or inf',
    String(DEFAULTS.maxQueueSize.server),
    limit,
  ),
  release: option(
    'Batches',
    'when',
    `when answers leave: streams with every token, at their own last token, or when their batch ends\n${RELEASES.join(', ')}`,
    DEFAULTS.release.server,
    oneOf(RELEASES),
  ),
  requestTimeout: option(
    'Batches',
    'duration',
    'how long a request may take; then it gets 504\na duration such as 30s, at most 24h (default: as long as it takes)',
    null,
    timeout,
  ),
  runTimeout: option(
    'Batches',
    'duration',
    'how long a run of the engine may take; then it is aborted and has failed\na duration such as 5m, at most 24h (default: as long ' +
      'as it takes)',
    null,
    timeout,
  ),
  host: option(
    'HTTP',
    'address',
    'the address to listen on; 0.0.0.0 for all of them',
    '127.0.0.1',
    some('an address'),
  ),
  port: option(
    'HTTP',
    'port',
    'the port to listen on\na whole number from 0 to 65535, 0 for any free one',
    '8000',
    whole(0, 65_535),
  ),
  apiKey: option(
    'HTTP',
    'key',
    'what clients must show; better in the environment as LOCKSTEP_API_KEY, where no list of processes shows it ' +
      '(default: none)',
    null,
    some('a key'),
  ),
  apiKeys: option(
    'HTTP',
    'file',
    'keys with names, NAME:KEY in each line, # before a comment; names stand in logs and metrics\nthe file is looked at every 2 s: ' +
      'keys are changed without a restart (default: none)',
    null,
    readApiKeysFile,
  ),
  bodyLimit: option('HTTP', 'bytes', 'most bytes of a request\na whole number ≥ 1', '1048576', bytes),
  totalBodyLimit: option(
    'HTTP',
    'bytes',
    'most bytes of all requests together, until they are answered; the next one gets 503\na whole number ≥ --body-limit',
    '67108864',
    bytes,
  ),
  stallTimeout: option(
    'HTTP',
    'duration',
    'how long a client may read nothing of its answer, or send nothing of its request; then its connection ends\n' +
      'a duration such as 30s, at most 24h',
    '30s',
    timeout,
  ),
  unreadLimit: option(
    'HTTP',
    'bytes',
    'most bytes of a stream that wait unread; it ends when more comes\na whole number ≥ 1',
    '8388608',
    bytes,
  ),
  totalUnreadLimit: option(
    'HTTP',
    'bytes',
    'most bytes of all answers that wait unread; beyond, those end that have stood still longest\na whole number ≥ 1',
    '67108864',
    bytes,
  ),
  maxConnections: option(
    'HTTP',
    'connections',
    'most connections; more are closed as they come\na whole number ≥ 1, or inf',
    '4096',
    limit,
  ),
  logLevel: option(
    'Logs',
    'level',
    `what is logged on stdout\n${LOG_LEVELS.join(', ')}`,
    'info',
    oneOf(LOG_LEVELS),
  ),
  decisions: option(
    'Logs',
    'file',
    'append every decision to a file as it is made, for lockstep report (default: none)',
    null,
    some('a file'),
  ),
  metricsAs: option(
    'Logs',
    'names',
    `by whose names /metrics gives what vLLM counts too\n${METRIC_NAMES.join(', ')}`,
    'lockstep',
    oneOf(METRIC_NAMES),
  ),
  shutdownDelay: option(
    'Shutdown',
    'duration',
    'how long requests are still taken after /health/ready has turned 503\na duration, at most 24h',
    '1s',
    duration,
  ),
  drainTimeout: option(
    'Shutdown',
    'duration',
    'how long requests that were taken may then go on\na duration, at most 24h',
    '30s',
    duration,
  ),
};

type Table = typeof SERVE_OPTIONS;

/** Null where nothing was given and that is the default. */
export type ServeSettings = {
  readonly [Key in keyof Table]:
    ReturnType<Table[Key]['read']> | (Table[Key]['default'] extends string ? never : null);
} & {
  readonly logPrompts: boolean;
  readonly allowedHosts: readonly string[];
  readonly printScenario: boolean;
};

/** What commander hands over. */
export type ServeFlags = { readonly [Key in keyof Table]?: string } & {
  readonly logPrompts?: true;
  readonly printScenario?: true;
  readonly allowedHost?: readonly string[];
};

export function addServeOptions(command: Command): void {
  for (const [key, { group, argument, help, default: value }] of Object.entries(SERVE_OPTIONS)) {
    const shown = value === null ? help : `${help} (default: ${value})`;
    command.addOption(
      new Option(`${flagOf(key)} <${argument}>`, shown).argParser(once).helpGroup(`${group}:`),
    );
  }
  refuseRenamedFlags(command, RENAMED_FLAGS);
  command.addOption(allowedHostOption().helpGroup('HTTP:'));
  command.addOption(
    new Option(
      '--print-scenario',
      'print the scenario file that simulates this server, and serve nothing (default: off)',
    ).helpGroup('Batches:'),
  );
  command.addOption(new Option('--log-prompts', 'log prompts too (default: off)').helpGroup('Logs:'));
}

/** @throws UsageError for the first value that is none */
export function readServeOptions(flags: ServeFlags): ServeSettings {
  const read = Object.entries(SERVE_OPTIONS).map(([key, option]) => {
    const text = flags[key as keyof Table] ?? option.default;
    return [key, text === null ? null : readOne(key, text, option)];
  });
  return {
    ...(Object.fromEntries(read) as ServeSettings),
    logPrompts: flags.logPrompts === true,
    printScenario: flags.printScenario === true,
    allowedHosts: readAllowedHosts(flags.allowedHost),
  };
}

function readOne(key: string, text: string, { read }: ServeOption<unknown>): unknown {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new UsageError(`${flagOf(key)}: ${error.message}`);
  }
}

/** The batches in words, as the options would be written. */
export function batchesInWords({ batchSize, wait, maxQueueSize }: ServeSettings): string {
  return `batches of up to ${batchSize}, ${formatWait(wait)}, at most ${maxQueueSize} waiting`;
}

function option<T, Default extends string | null>(
  group: ServeOption<T>['group'],
  argument: string,
  help: string,
  value: Default,
  read: (text: string) => T,
): ServeOption<T, Default> {
  return { group, argument, help, default: value, read };
}
