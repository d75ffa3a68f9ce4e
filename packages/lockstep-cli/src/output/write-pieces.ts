import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OutputError } from '../failure.js';

/**
 * Writes pieces of text to a file as they come, so that no large result ever stands in memory.
 * @throws OutputError when it cannot be written
 */
export async function writePieces(path: string, pieces: Iterable<string>): Promise<void> {
  await writing(path, () => pipeline(Readable.from(pieces), createWriteStream(path)));
}

/**
 * Writes files into a folder, which it makes if need be.
 * @returns their paths
 * @throws OutputError when one cannot be written
 */
export async function writeFolder(
  folder: string,
  files: AsyncIterable<{ path: string; content: string | Uint8Array }>,
): Promise<string[]> {
  const written: string[] = [];
  for await (const { path, content } of files) {
    const target = join(folder, path);
    await writing(target, async () => {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    });
    written.push(path);
  }
  return written;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'part of the path is a file, not a folder',
  EEXIST: 'part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space is left',
};

async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new OutputError(`cannot write ${path}: ${whyNotWritten(error as Error)}`);
  }
}

/** The reason in words, of an error of the file system. */
export function whyNotWritten(error: NodeJS.ErrnoException): string {
  return REASONS[error.code ?? ''] ?? error.message;
}
