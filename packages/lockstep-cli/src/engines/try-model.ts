import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from 'lockstep/engine';

/** The kinds of model files that native code reads. */
export type ModelKind = 'llama' | 'onnx';

/** Larger models are not tried: to load them twice would take long. */
const MOST_BYTES = 256 * 2 ** 20;
const TIMEOUT_MS = 60_000;
/** How much of what the process printed last is kept (characters). */
const KEPT_OUTPUT = 4_000;

/**
 * Loads a model in a process of its own, and generates a token: native code trusts the numbers in a model's file, and one
 * that is wrong ends the process that reads it. What the engine refuses by itself is not reported here. Models above
 * 256 MiB, and paths that cannot be read, are left to the engine.
 * @throws EngineError that names the file when that process was ended by a signal, or did not end within a minute
 */
export async function tryModel(kind: ModelKind, modelPath: string): Promise<void> {
  if (!((await bytesOf(modelPath)) <= MOST_BYTES)) return;
  const child = spawn(process.execPath, [fileURLToPath(program()), kind, modelPath], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  let printed = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => (printed = (printed + text).slice(-KEPT_OUTPUT)));
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const how = child.killed ? `did not end within ${TIMEOUT_MS / 1000} s` : `ended with ${signal ?? code}`;
    const said = /\S.*ASSERT.*|\S.*(?=\s*$)/.exec(printed)?.[0] ?? '';
    throw new EngineError(
      `${modelPath}: expected a model that can be loaded; a process that tried it ${how}${said && `: ${said}`}`,
    );
  } finally {
    process.off('exit', end);
  }
}

/** A process runs plain JavaScript: that of the build, where this file is run from its source, as tests do. */
function program(): URL {
  const folder = import.meta.url.endsWith('.ts') ? '../../dist/engines/' : './';
  return new URL(`${folder}model-trial.js`, import.meta.url);
}

/** The bytes of a file, or of all files in a folder; NaN for what cannot be read. */
async function bytesOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const names = await readdir(path, { recursive: true });
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return NaN;
  }
}
