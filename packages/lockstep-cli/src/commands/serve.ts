import { once } from 'node:events';
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { firstFile, formatWait, parseCost } from 'lockstep/scenario';
import type { Engine } from 'lockstep/engine';
import { DEFAULT_ENGINE, openEngine } from '../engines/open-engine.js';
import { doneWithin, endProcess } from '../end-process.js';
import { UsageError } from '../failure.js';
import { isLoopback } from '../http/host-check.js';
import { listen } from '../http/listen.js';
import { engineInput, named } from '../input/named-inputs.js';
import { RememberingReader } from '../input/remembering-reader.js';
import type { Listener } from '../http/listener.js';
import { interruptible } from '../interruptible.js';
import { appendDecisions, type DecisionWriter } from '../live/decision-file.js';
import { SIMULATED } from '../live/live-settings.js';
import { printScenario } from '../output/print-scenario.js';
import { type NamedPath, refuseOverwriting } from '../output/refuse-overwriting.js';
import { outputsOf } from '../output/write-run.js';
import { createServerOn, INCOMING } from '../server/create-server.js';
import type { LockstepServer } from '../server/index.js';
import { loadingListener } from '../server/loading.js';
import { sayNotes } from '../terminal/notes.js';
import { openLog } from '../terminal/open-log.js';
import { type ApiKeysFile, watchApiKeys } from './api-keys-file.js';
import { watchFaults } from './serve-faults.js';
import {
  addServeOptions,
  batchesInWords,
  readServeOptions,
  type ServeFlags,
  type ServeSettings,
} from './serve-options.js';
import { scenarioOfServer, type ServedScenario, servedScenario } from './serve-scenario.js';

/** Where the key stands when it is not to be seen in a list of processes. */
const API_KEY_VARIABLE = 'LOCKSTEP_API_KEY';

/** How long the engine and the decision file may each take to end. */
const LAST_MS = 5000;
/** An engine that is there within this needs no port meanwhile, one that takes this long gets a note (ms). */
const QUICK_MS = 500;
const SLOW_MS = 10_000;

/** Defines `lockstep serve`. */
export function define(command: Command): void {
  command
    .description("Serves a model through OpenAI's API; its requests are answered in static batches.")
    .argument(
      '[scenario]',
      'a YAML or JSON file as simulate takes it: its scheduling is that of the server; options given here override it',
    )
    .action(serve);
  addServeOptions(command);
}

async function serve(file: string | undefined, given: ServeFlags): Promise<void> {
  const served = file === undefined ? null : servedScenario(file, given.engine ?? DEFAULT_ENGINE);
  const settings = readServeOptions({ ...served?.flags, ...given });
  refuseCost(settings);
  const { decisions } = settings;
  const inputs = [...(file === undefined ? [] : [named('the scenario file', file)]), ...inputsOf(settings)];
  refuseOverwriting(inputs, outputsOf(decisions === null ? {} : { decisions }));
  try {
    if (settings.printScenario) return await printServer(settings, given.cost, served);
    sayNotes(served?.notes ?? []);
    await interruptible((signal) => serveUntil(settings, signal));
  } finally {
    endProcess();
  }
}

/** The engine is opened for it: it says how it runs, and refuses what it cannot do. */
async function printServer(
  settings: ServeSettings,
  givenCost: string | undefined,
  served: ServedScenario | null,
): Promise<void> {
  const engine = await openEngineOf(settings);
  try {
    const file = served?.written ?? {};
    const cost = givenCost ?? (file.cost === undefined ? null : String(file.cost));
    const known = cost ?? (settings.engine === SIMULATED ? 'mock' : null);
    await printScenario(scenarioOfServer(settings, engine, file, known));
    if (known === null) {
      const pads = { padded: ', which pads prompts to the longest', packed: ', which pads no prompts' };
      const how = engine.padding === undefined ? '' : pads[engine.padding];
      sayNotes([
        `How long a batch takes on ${engine.model}${how}, is not known: give a cost model with --cost.`,
      ]);
    }
  } finally {
    await doneWithin(engine.dispose(), LAST_MS);
  }
}

function inputsOf({ engine, cost, apiKeys }: ServeSettings): NamedPath[] {
  const file = cost === null ? null : firstFile(cost);
  return [
    ...engineInput(engine),
    ...(file === null ? [] : [named('--cost', file)]),
    ...(apiKeys === null ? [] : [{ option: `--api-keys ${apiKeys.file}`, path: apiKeys.file }]),
  ];
}

async function serveUntil(settings: ServeSettings, signal: AbortSignal): Promise<void> {
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort').then(() => {});
  const loading = openEngineOf(settings);
  const listener = loadingListener(INCOMING, settings.allowedHosts);
  try {
    const engine = await loaded(loading, listener, settings, stopped);
    if (engine === null) return;
    try {
      await serveEngine(engine, listener, settings, stopped);
    } finally {
      if (!(await doneWithin(engine.dispose(), LAST_MS))) {
        sayNotes(['The engine does not end; the process ends without it.']);
      }
    }
  } finally {
    listener.close();
    listener.closeAllConnections();
  }
}

/**
 * Waits for the engine. One that takes its time is waited for with an open port, so that it can be asked whether the
 * server lives.
 * @returns null when the command was stopped before the engine was there
 */
async function loaded(
  loading: Promise<Engine>,
  listener: Listener,
  settings: ServeSettings,
  stopped: Promise<void>,
): Promise<Engine | null> {
  if (await doneWithin(loading, QUICK_MS)) return loading;
  const gone = stopped.then(() => null);
  // Where it cannot listen, that is what is told, whatever becomes of the engine.
  loading.catch(() => {});
  const origin = await listen(listener, settings);
  const note = setTimeout(
    () => sayNotes([`Loading the model. ${origin}/health/ready says 503 until it is there.`]),
    SLOW_MS,
  );
  try {
    return await Promise.race([loading, gone]);
  } finally {
    clearTimeout(note);
  }
}

async function serveEngine(
  engine: Engine,
  listener: Listener,
  settings: ServeSettings,
  stopped: Promise<void>,
): Promise<void> {
  const logger = openLog(settings.logLevel);
  const modelName = settings.modelName ?? engine.model;
  const apiKey = settings.apiKey ?? process.env[API_KEY_VARIABLE] ?? null;
  const keys = settings.apiKeys;
  const server = createServerOn(listener, {
    engine,
    modelName,
    maxBatchSize: settings.batchSize,
    wait: settings.wait,
    maxQueueSize: settings.maxQueueSize,
    release: settings.release,
    bodyLimit: settings.bodyLimit,
    totalBodyLimit: settings.totalBodyLimit,
    stallTimeoutMs: settings.stallTimeout,
    unreadLimit: settings.unreadLimit,
    totalUnreadLimit: settings.totalUnreadLimit,
    maxConnections: settings.maxConnections,
    allowedHosts: settings.allowedHosts,
    metricNames: settings.metricsAs,
    logger,
    logPrompts: settings.logPrompts,
    ...(settings.requestTimeout !== null && { requestTimeoutMs: settings.requestTimeout }),
    ...(settings.runTimeout !== null && { runTimeoutMs: settings.runTimeout }),
    ...(apiKey !== null && { apiKey }),
    ...(keys !== null && { apiKeys: keys.keys }),
  });
  const decisions = await recordDecisions(server, settings, modelName, ({ message }) =>
    logger.error(message),
  );
  try {
    const origin = await listen(server.app, settings);
    sayNotes(welcome(origin, modelName, settings, apiKey !== null));
    if (keys?.isPublic)
      sayNotes([`${keys.file} can be read by all users of this machine; expected mode 600 or 640.`]);
    const unwatchKeys = keys === null ? () => {} : followKeys(server, keys, logger);
    const faults = watchFaults(logger, settings.drainTimeout);
    try {
      await untilStopped(server, settings, stopped, faults.signal);
    } finally {
      faults.unwatch();
      unwatchKeys();
    }
  } finally {
    if (decisions !== null && !(await doneWithin(decisions.close(), LAST_MS))) {
      sayNotes([`error: cannot write ${settings.decisions}: it takes too long; its last lines are lost`]);
    }
  }
}

/** A cost model says how long batches of the simulated engine take, and how a server is to be simulated. */
function refuseCost({ engine, cost, printScenario }: ServeSettings): void {
  if (cost === null || engine === SIMULATED || printScenario) return;
  throw new UsageError(
    `--cost: contradicts --engine ${engine}, which takes the time that it takes; did you mean "--engine ${SIMULATED}"?`,
  );
}

function openEngineOf({
  engine,
  batchSize,
  model,
  contextTokens,
  cost,
  upstreamKeyEnv,
}: ServeSettings): Promise<Engine> {
  return openEngine(engine, {
    maxBatchSize: batchSize,
    cost: (cost ?? parseCost('mock'))(new RememberingReader().readText),
    model: model ?? undefined,
    contextTokens: contextTokens ?? undefined,
    upstreamKeyEnv: upstreamKeyEnv ?? undefined,
  });
}

async function recordDecisions(
  { batcher }: LockstepServer,
  { decisions, engine, batchSize, wait, release, maxQueueSize }: ServeSettings,
  model: string,
  onFailure: (error: Error) => void,
): Promise<DecisionWriter | null> {
  if (decisions === null) return null;
  const originAt = performance.now();
  const writer = await appendDecisions(
    decisions,
    {
      engine,
      model,
      maxBatchSize: batchSize,
      wait: formatWait(wait),
      release,
      maxQueueSize,
      startedAt: new Date(performance.timeOrigin + originAt),
      originAt,
    },
    { onFailure },
  );
  batcher.on('batch', (record) => writer.batch(record));
  batcher.on('departure', (departure) => writer.departure(departure));
  return writer;
}

/** Keys are changed while the server runs; what went wrong is logged, and the keys of before hold. */
function followKeys(server: LockstepServer, file: ApiKeysFile, logger: Logger): () => void {
  return watchApiKeys(file, {
    changed: (keys) => {
      server.setApiKeys(keys);
      logger.info({ clients: Object.keys(keys) }, 'api keys changed');
    },
    failed: (err) => logger.error({ err }, 'api keys not changed'),
  });
}

function welcome(origin: string, model: string, settings: ServeSettings, hasKey: boolean): string[] {
  const variable = hasKey ? API_KEY_VARIABLE : settings.apiKeys === null ? null : 'KEY';
  const key = variable === null ? '' : ` -H "authorization: Bearer $${variable}"`;
  const open = !hasKey && settings.apiKeys === null && !isLoopback(settings.host);
  return [
    `Serving ${model} at ${origin}/v1 (${batchesInWords(settings)}). Ctrl-C drains and stops.`,
    `Try: curl ${origin}/v1/completions${key} -H "content-type: application/json" ` +
      `-d '{"prompt": "My fellow citizens,", "max_tokens": 40}'`,
    ...(open ? ['All who reach this address may use it: there is no --api-key and no --api-keys.'] : []),
  ];
}

async function untilStopped(
  server: LockstepServer,
  { shutdownDelay, drainTimeout }: ServeSettings,
  stopped: Promise<void>,
  fault: AbortSignal,
): Promise<void> {
  const faulty = fault.aborted ? Promise.resolve() : once(fault, 'abort');
  await Promise.race([stopped, faulty]);
  sayNotes(['Draining: what was taken is answered. Ctrl-C again stops at once.']);
  // After a fault nothing more is taken: what the server would make of it is not known.
  const delayMs = fault.aborted ? 0 : shutdownDelay;
  await server.drain({ delayMs, timeoutMs: drainTimeout });
}
