import { once } from 'node:events';
import type { Command } from 'commander';
import { formatWait, parseCost } from 'lockstep/scenario';
import { openEngine } from '../engines/open-engine.js';
import { UsageError } from '../failure.js';
import { isLoopback } from '../http/host-check.js';
import { listen } from '../http/listen.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { interruptible } from '../interruptible.js';
import { appendDecisions, type DecisionWriter } from '../live/decision-file.js';
import { SIMULATED } from '../live/live-settings.js';
import { createServer, type LockstepServer } from '../server/index.js';
import { sayNotes } from '../terminal/notes.js';
import { openLog } from '../terminal/open-log.js';
import { watchFaults } from './serve-faults.js';
import {
  addServeOptions,
  batchesInWords,
  readServeOptions,
  type ServeFlags,
  type ServeSettings,
} from './serve-options.js';

/** Where the key stands when it is not to be seen in a list of processes. */
const API_KEY_VARIABLE = 'LOCKSTEP_API_KEY';

/** Defines `lockstep serve`. */
export function define(command: Command): void {
  command
    .description("Serves a model through OpenAI's API; its requests are answered in static batches.")
    .action(serve);
  addServeOptions(command);
}

async function serve(flags: ServeFlags): Promise<void> {
  const settings = readServeOptions(flags);
  const apiKey = settings.apiKey ?? process.env[API_KEY_VARIABLE] ?? null;
  const engine = await openEngineOf(settings);
  try {
    const logger = openLog(settings.logLevel);
    const modelName = settings.modelName ?? engine.model;
    const server = createServer({
      engine,
      modelName,
      maxBatchSize: settings.batchSize,
      wait: settings.wait,
      maxQueueSize: settings.maxQueue,
      release: settings.release,
      bodyLimit: settings.bodyLimit,
      allowedHosts: settings.allowedHosts,
      logger,
      logPrompts: settings.logPrompts,
      ...(settings.requestTimeout !== null && { requestTimeoutMs: settings.requestTimeout }),
      ...(settings.runTimeout !== null && { runTimeoutMs: settings.runTimeout }),
      ...(apiKey !== null && { apiKey }),
    });
    const decisions = await recordDecisions(server, settings, modelName, ({ message }) =>
      logger.error(message),
    );
    try {
      const origin = await listen(server.app, settings);
      sayNotes(welcome(origin, modelName, settings, apiKey !== null));
      const faults = watchFaults(logger, settings.drainTimeout);
      try {
        await interruptible((signal) => untilStopped(server, settings, signal, faults.signal));
      } finally {
        faults.unwatch();
      }
    } finally {
      await decisions?.close();
    }
  } finally {
    await engine.dispose();
  }
}

function openEngineOf({ engine, batchSize, model, contextTokens, cost, upstreamKeyEnv }: ServeSettings) {
  if (cost !== null && engine !== SIMULATED) {
    throw new UsageError(
      `--cost: contradicts --engine ${engine}, which takes the time that it takes; did you mean "--engine ${SIMULATED}"?`,
    );
  }
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
  { decisions, engine, batchSize, wait, release, maxQueue }: ServeSettings,
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
      maxQueue,
      startedAt: new Date(performance.timeOrigin + originAt),
      originAt,
    },
    { onFailure },
  );
  batcher.on('batch', (record) => writer.batch(record));
  batcher.on('departure', (departure) => writer.departure(departure));
  return writer;
}

function welcome(origin: string, model: string, settings: ServeSettings, hasKey: boolean): string[] {
  const key = hasKey ? ` -H "authorization: Bearer $${API_KEY_VARIABLE}"` : '';
  const open = !hasKey && !isLoopback(settings.host);
  return [
    `Serving ${model} at ${origin}/v1 (${batchesInWords(settings)}). Ctrl-C drains and stops.`,
    `Try: curl ${origin}/v1/completions${key} -H "content-type: application/json" ` +
      `-d '{"prompt": "My fellow citizens,", "max_tokens": 40}'`,
    ...(open ? ['Whoever reaches this address may use it: there is no --api-key.'] : []),
  ];
}

async function untilStopped(
  server: LockstepServer,
  { shutdownDelay, drainTimeout }: ServeSettings,
  signal: AbortSignal,
  fault: AbortSignal,
): Promise<void> {
  const either = AbortSignal.any([signal, fault]);
  if (!either.aborted) await once(either, 'abort');
  sayNotes(['Draining: what was taken is answered. Ctrl-C again stops at once.']);
  // After a fault nothing more is taken: what the server would make of it is not known.
  const delayMs = fault.aborted ? 0 : shutdownDelay;
  await server.drain({ delayMs, timeoutMs: drainTimeout });
}
