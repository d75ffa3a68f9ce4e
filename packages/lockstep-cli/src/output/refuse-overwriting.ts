import { type BigIntStats, fstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../failure.js';

/** A file or folder, and what the user calls it: an option and its value, such as `--trace in.csv`. */
export interface NamedPath {
  readonly option: string;
  readonly path: string;
}

/** Where a command writes. */
export interface Outputs {
  readonly files: readonly NamedPath[];
  /** The folder of a report. */
  readonly folder: NamedPath | null;
}

/**
 * Refuses outputs that would overwrite an input, or one another: by their true places, whatever links and spellings
 * lead there. To be called before anything is written.
 * @throws UsageError that names both
 */
export function refuseOverwriting(inputs: readonly NamedPath[], { files, folder }: Outputs): void {
  const taken = inputs.map((input) => ({ ...input, role: 'which is read', places: placesOf(input.path) }));
  const writers = [
    ...files.map((file) => ({ ...file, places: placesOf(file.path) })),
    ...(folder === null ? [] : [{ ...folder, places: placesInReport(folder.path) }]),
    ...printed(),
  ];
  for (const { option, places } of writers) {
    const other = taken.find((each) => each.places.some((place) => places.some((own) => isSame(place, own))));
    if (other === undefined) {
      taken.push({ option, path: '', role: 'which is written', places });
      continue;
    }
    throw new UsageError(
      `${option}: expected another file than that of ${other.option}, ${other.role}, got the same one`,
    );
  }
}

/** The true path of a file that may not be there yet; a folder stands for all that is in it. */
interface Place {
  readonly path: string;
  readonly isFolder: boolean;
  /** Its device and number, which all its names share; null where it is not there. */
  readonly id: string | null;
}

function isSame(a: Place, b: Place): boolean {
  if (a.id !== null && a.id === b.id) return true;
  return a.path === b.path || isInside(a, b) || isInside(b, a);
}

function isInside({ path }: Place, folder: Place): boolean {
  return folder.isFolder && path.startsWith(join(folder.path, '/'));
}

/** None for what is neither a file nor a folder: devices and pipes can be shared. */
function placesOf(path: string): Place[] {
  return placeOf(truePath(path), statsAt(path));
}

/**
 * Numbers of 64 bits, and more: Node 20 keeps the last answer of a plain `stat`, and its `realpath`, with which modules are
 * found too, goes wrong where that was of a pipe or a socket. Modules would be loaded a second time, under another path.
 */
const BIGINT = { bigint: true } as const;

function statsAt(path: string): BigIntStats | undefined {
  try {
    return statSync(path, BIGINT);
  } catch {
    // Where it cannot be looked at, reading or writing it says why.
    return undefined;
  }
}

function placeOf(path: string, stats: BigIntStats | undefined): Place[] {
  if (stats === undefined) return [{ path, isFolder: false, id: null }];
  if (!stats.isFile() && !stats.isDirectory()) return [];
  return [{ path, isFolder: stats.isDirectory(), id: `${stats.dev}:${stats.ino}` }];
}

const MOST_LINKS = 40;

/** Follows links, also one that leads to a file that is not there yet. */
function truePath(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    const absolute = resolve(path);
    const target = links < MOST_LINKS ? linkTarget(absolute) : null;
    if (target !== null) return truePath(resolve(dirname(absolute), target), links + 1);
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(truePath(parent, links), basename(absolute));
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** What a report writes: its page, and everything below its charts, where files may be links of others. */
function placesInReport(folder: string): Place[] {
  const charts = join(folder, 'charts');
  return [
    // The folder itself may not be a file.
    ...placesOf(folder).filter(({ isFolder, id }) => !isFolder && id !== null),
    ...placesOf(join(folder, 'report.html')),
    ...placesOf(charts).map((place) => ({ ...place, isFolder: true })),
    ...filesBelow(charts).flatMap(placesOf),
  ];
}

function filesBelow(folder: string): string[] {
  if (!statsAt(folder)?.isDirectory()) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).map((name) => join(folder, name));
}

/** stdout and stderr, where the shell leads them to files; the two may go to the same one. */
function printed(): { option: string; path: string; places: Place[] }[] {
  const [stdout, stderr] = [1, 2].map((descriptor) => {
    const stats = statsOf(descriptor);
    return stats?.isFile()
      ? [{ path: `/dev/fd/${descriptor}`, isFolder: false, id: `${stats.dev}:${stats.ino}` }]
      : [];
  }) as [Place[], Place[]];
  const isShared = stdout[0] !== undefined && stdout[0].id === stderr[0]?.id;
  return [
    { option: 'stdout', path: '', places: stdout },
    { option: 'stderr', path: '', places: isShared ? [] : stderr },
  ];
}

function statsOf(descriptor: number): BigIntStats | undefined {
  try {
    return fstatSync(descriptor, BIGINT);
  } catch {
    // It may be closed.
    return undefined;
  }
}
