import { randomUUID } from 'node:crypto';
import type { WriteStream } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { Departure } from 'lockstep/batcher';
import type { DecisionRecord } from 'lockstep/core';
import { OutputError } from '../failure.js';
import { whyNotWritten } from '../output/write-pieces.js';
import { DECISION_FORMAT, type LiveRun, MOST_LINE_CHARACTERS } from './decision-format.js';

/** Appends what becomes of a live run's requests to a file; each is handed over by an event of the batcher. */
export interface DecisionWriter {
  batch(record: DecisionRecord): void;
  departure(departure: Departure): void;
  /** Resolves when all that was handed over is on the disk, or has been reported as lost. */
  close(): Promise<void>;
}

export interface DecisionWriterOptions {
  /** Told once when the file cannot be written any more; nothing is written after that. The server goes on. */
  readonly onFailure: (error: OutputError) => void;
  /** Most bytes that may wait in memory for a slow disk, > 0 (default 64 MiB); the file is given up beyond. */
  readonly mostWaitingBytes?: number;
}

/**
 * Opens a decision file to append a run: JSON lines, a `run` first, then a `batch` for every batch that has ended and
 * a `departure` for every request that left without having been run. Every line names its run and is appended by one
 * write, so that several processes may append to one file at once, and what one of them leaves torn harms no other.
 * @throws OutputError when the file cannot be opened
 */
export async function appendDecisions(
  path: string,
  run: LiveRun,
  options: DecisionWriterOptions,
): Promise<DecisionWriter> {
  const file = await open(path, 'a+').catch((error: Error) => {
    throw cannotWrite(path, error);
  });
  const insideLine = await endsInsideLine(file);
  const writer = new AppendingWriter(path, file.createWriteStream({ flush: true }), options);
  if (insideLine) writer.endLine();
  writer.line('run', { format: DECISION_FORMAT, tool: await toolVersion(), speed: 1, ...run });
  return writer;
}

class AppendingWriter implements DecisionWriter {
  private readonly run = randomUUID();
  private failed = false;

  constructor(
    private readonly path: string,
    private readonly stream: WriteStream,
    private readonly options: DecisionWriterOptions,
  ) {
    stream.on('error', (error) => this.fail(cannotWrite(path, error)));
  }

  batch(record: DecisionRecord): void {
    this.line('batch', record);
  }

  departure(departure: Departure): void {
    this.line('departure', departure);
  }

  line(type: 'run' | 'batch' | 'departure', content: object): void {
    this.write(`${asciiJson({ type, run: this.run, ...content })}\n`);
  }

  /** A run that was cut off left half a line: it is not to swallow the first one of this run. */
  endLine(): void {
    this.write('\n');
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.stream.closed) return resolve();
      this.stream.once('close', resolve);
      this.stream.end();
    });
  }

  private write(text: string): void {
    if (this.failed) return;
    const { mostWaitingBytes = MOST_LINE_CHARACTERS } = this.options;
    this.stream.write(text);
    if (this.stream.writableLength <= mostWaitingBytes) return;
    this.fail(
      new OutputError(
        `cannot write ${this.path}: the disk is too slow, more than ${mostWaitingBytes} bytes wait for it`,
      ),
    );
    this.stream.destroy();
  }

  private fail(error: OutputError): void {
    if (this.failed) return;
    this.failed = true;
    this.options.onFailure(error);
  }
}

/** JSON of ASCII alone: no cut leaves half a character, and nothing but a line's end looks like one. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007F-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function endsInsideLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== '\n'.charCodeAt(0);
}

async function toolVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function cannotWrite(path: string, error: Error): OutputError {
  return new OutputError(`cannot write ${path}: ${whyNotWritten(error)}`);
}
