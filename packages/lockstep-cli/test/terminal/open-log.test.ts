import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { openLog } from '../../src/terminal/open-log.js';

/** An output whose reader reads when the test says so. */
class HeldOutput extends Writable {
  readonly lines: Record<string, unknown>[] = [];
  private readonly held: (() => void)[] = [];
  isRead = false;

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
    if (this.isRead) done();
    else this.held.push(done);
  }

  read(): void {
    this.isRead = true;
    for (const done of this.held.splice(0)) done();
  }
}

test('lines that are not read wait up to a bound; further ones are dropped, and counted once all are read', async () => {
  const output = new HeldOutput({ highWaterMark: 100 });
  const logger = openLog('info', output, 1000);
  for (let line = 0; line < 100; line++) logger.info({ line }, 'x'.repeat(20));
  expect(output.writableLength).toBeLessThanOrEqual(1000);
  output.read();
  await vi.waitFor(() => expect(output.lines.at(-1)).toHaveProperty('dropped'));
  const [last, kept] = [output.lines.at(-1)!, output.lines.slice(0, -1)];
  expect(kept.map(({ line }) => line)).toEqual(kept.map((_, line) => line));
  expect(last).toMatchObject({ level: 40, dropped: 100 - kept.length });
  logger.info({ line: 'after' }, 'x');
  await vi.waitFor(() => expect(output.lines.at(-1)).toMatchObject({ line: 'after' }));
});

test('a line longer than the bound is written where nothing waits', () => {
  const output = new HeldOutput();
  openLog('info', output, 10).info('a long line');
  expect(output.lines).toHaveLength(1);
});
