import type { FileHandle } from 'node:fs/promises';
import { ModelFileError } from './errors.js';

const BUFFER_BYTES = 2 ** 18;

/** Reads a file from its beginning on, in numbers and texts, and never beyond its end. */
export class FileReader {
  /** Where the next value begins. */
  position = 0;
  private buffer = Buffer.alloc(0);
  /** Where the buffer begins in the file. */
  private bufferAt = 0;

  constructor(
    private readonly file: FileHandle,
    /** Bytes of the file. */
    readonly size: number,
  ) {}

  get left(): number {
    return this.size - this.position;
  }

  async bytes(count: number, what: string): Promise<Buffer> {
    this.skip(count, what);
    const at = this.position - count;
    if (at < this.bufferAt || this.position > this.bufferAt + this.buffer.length) await this.fill(at, count);
    return this.buffer.subarray(at - this.bufferAt, this.position - this.bufferAt);
  }

  async uint32(what: string): Promise<number> {
    return (await this.bytes(4, what)).readUInt32LE();
  }

  /** A count or a length: what is beyond 2^53 is as wrong as what is beyond the file. */
  async uint64(what: string): Promise<number> {
    return Number((await this.bytes(8, what)).readBigUInt64LE());
  }

  /** @throws ModelFileError where the file ends before */
  skip(count: number, what: string): void {
    if (count > this.left) {
      throw new ModelFileError(
        `expected ${what}, ${count} bytes at byte ${this.position}, but the file has ${this.size} bytes`,
      );
    }
    this.position += count;
  }

  private async fill(at: number, count: number): Promise<void> {
    const buffer = Buffer.alloc(Math.min(Math.max(count, BUFFER_BYTES), this.size - at));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.file.read(buffer, filled, buffer.length - filled, at + filled);
      if (bytesRead === 0) throw new ModelFileError('the file has become shorter while it was read');
      filled += bytesRead;
    }
    this.buffer = buffer;
    this.bufferAt = at;
  }
}
