import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EngineError } from './errors.js';

interface Peer {
  /** The oldest version that works, and the first major version that was not tried. */
  readonly from: string;
  readonly below: string;
  /** The version that this library is built with. */
  readonly tested: string;
  /** What else helps to install it. */
  readonly hint?: string;
}

/** The packages that users of an engine install: the same ranges as `peerDependencies` in package.json. */
export const PEERS = {
  openai: { from: '4.104.0', below: '8', tested: '6.49.0' },
  'node-llama-cpp': { from: '3.4.0', below: '4', tested: '3.22.1' },
  '@huggingface/transformers': {
    from: '3.4.0',
    below: '5',
    tested: '4.3.1',
    hint: ' (with ONNXRUNTIME_NODE_INSTALL=skip in the environment where only the registry can be reached)',
  },
} as const satisfies Record<string, Peer>;

/**
 * Imports a package that an engine needs.
 * @throws EngineError when it is not installed, in a version that was not tried, or cannot be loaded
 */
export async function importPeer<Module>(
  name: keyof typeof PEERS,
  load: () => Promise<Module>,
): Promise<Module> {
  const version = installedVersion(name);
  const { from, below, tested, hint = '' }: Peer = PEERS[name];
  const install = `install it with: npm install ${name}@${tested}${hint}`;
  if (version === null) throw new EngineError(`${name} is not installed; ${install}`);
  if (isBefore(version, from) || !isBefore(version, below)) {
    throw new EngineError(
      `${name}: expected a version from ${from} to below ${below}, got ${version}; ${install}`,
    );
  }
  try {
    return await load();
  } catch (error) {
    throw new EngineError(`${name} ${version} cannot be loaded: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Reads it where Node would find the package; not every package exports its package.json. */
function installedVersion(name: string): string | null {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { version: string })
        .version;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    }
  }
  return null;
}

/** By major, minor and patch; what is behind a hyphen does not count. */
function isBefore(version: string, other: string): boolean {
  const [left, right] = [version, other].map((each) => each.split('-')[0]!.split('.').map(Number));
  for (const place of [0, 1, 2]) {
    const difference = (left![place] ?? 0) - (right![place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
