import { setImmediate } from 'node:timers/promises';
import type * as nodeLlamaCpp from 'node-llama-cpp';
import { EngineError } from '../errors.js';
import { importPeer } from '../peers.js';
import { forkingFiles } from './forking-files.js';

type NodeLlamaCpp = typeof nodeLlamaCpp;

/** llama.cpp, started in this process. */
export interface Backend {
  readonly package: NodeLlamaCpp;
  readonly llama: nodeLlamaCpp.Llama;
  readonly complaints: Complaints;
}

const started = new Map<false | 'auto', Promise<Backend>>();

/**
 * Starts llama.cpp, once for all engines of this process: its state is global, so that to give it back for one of them
 * would take it from the others. It keeps no process alive.
 * @throws EngineError when node-llama-cpp is not installed, or has no build for this machine
 */
export function startBackend(gpu: false | 'auto'): Promise<Backend> {
  let backend = started.get(gpu);
  if (backend === undefined) {
    backend = start(gpu);
    started.set(gpu, backend);
    // One that could not start may be asked for again.
    backend.catch(() => started.delete(gpu));
  }
  return backend;
}

async function start(gpu: false | 'auto'): Promise<Backend> {
  const library = await importPeer('node-llama-cpp', () => import('node-llama-cpp'));
  const complaints = new Complaints();
  try {
    const llama = await forkingFiles(() =>
      library.getLlama({
        gpu,
        // Never compile or download anything behind the user's back.
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        logLevel: library.LlamaLogLevel.error,
        logger: (_level, message) => complaints.add(message),
        // No limit over all engines: each says how many threads it wants.
        maxThreads: 0,
      }),
    );
    return { package: library, llama, complaints };
  } catch (error) {
    throw new EngineError(`llama.cpp cannot be started: ${await complaints.explain(error)}`, {
      cause: error,
    });
  }
}

/** What llama.cpp itself has to say about a failure: it prints errors, and node-llama-cpp then throws a vague one. */
class Complaints {
  private lines: string[] = [];

  add(message: string): void {
    this.lines = [...this.lines.slice(-9), message.trim()];
  }

  /** The message of an error, with what llama.cpp printed since the last one. */
  async explain(error: unknown): Promise<string> {
    // Its messages come from other threads, and one turn late.
    await setImmediate();
    const lines = this.lines;
    this.lines = [];
    return [error instanceof Error ? error.message : String(error), ...lines].join('; ');
  }
}
