import { readFile, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { filesOf, type ListedFile, sha256 } from '../report/file-list.js';

const PAGE = 'report.html';

/** The files that an earlier report has written into a folder, by its page; none where there is no such page. */
export async function earlierFiles(folder: string): Promise<ListedFile[]> {
  const page = await read(join(folder, PAGE));
  return page === null ? [] : filesOf(page.toString('utf8'));
}

/**
 * Removes files of an earlier report that the new one has not written, and folders that become empty. A file that has
 * other content than the earlier report wrote is not removed, nor is anything outside the folder.
 */
export async function removeStale(
  folder: string,
  earlier: readonly ListedFile[],
  written: ReadonlySet<string>,
): Promise<void> {
  const root = join(folder, sep);
  for (const { path, sha256: expected } of earlier) {
    const file = join(folder, path);
    if (written.has(path) || !file.startsWith(root)) continue;
    const content = await read(file);
    if (content === null || sha256(content) !== expected) continue;
    await unlink(file);
    await removeEmpty(dirname(file), folder);
  }
}

async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let at = folder; at.startsWith(join(root, sep)); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return;
      throw error;
    }
  }
}

/** Null for a file that is not there, or that is a folder. */
async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
