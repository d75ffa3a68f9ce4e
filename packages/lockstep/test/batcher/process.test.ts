import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a program on the built library in a process of its own. */
function runProgram(body: string, ...flags: string[]) {
  const program = `
    import { createBatcher } from 'lockstep/batcher';
    import { none, oldest } from 'lockstep/core';
    ${body}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', program],
    { encoding: 'utf8', cwd: import.meta.dirname, timeout: 50_000 },
  );
  return { status, stdout, stderr };
}

test('a process with an idle batcher ends by itself, without a word', () => {
  const { status, stdout, stderr } = runProgram(`
    const batcher = createBatcher({ run: async (items) => items, maxBatchSize: 8, wait: oldest(5), runTimeoutMs: 60_000 });
    console.log(await batcher.submit('done', { timeoutMs: 60_000 }));
    const gone = new AbortController();
    batcher.submit('never', { signal: gone.signal, timeoutMs: 60_000 }).catch(({ name }) => console.log(name));
    gone.abort();
  `);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'done\nAbortError\n', stderr: '' });
});

test('what fails inside is never an unhandled rejection of ours', () => {
  const { status, stdout, stderr } = runProgram(`
    let runs = 0;
    const batcher = createBatcher({
      run: async (items, { signal }) => {
        if (++runs === 1) throw new Error('whole');
        if (items.includes(3)) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return items;
      },
      maxBatchSize: 4, wait: none(), runTimeoutMs: 20, abortGraceMs: 5, maxQueueSize: 4,
    });
    const all = await Promise.allSettled([0, 1, 2, 3, 4].map((item) => batcher.submit(item)));
    await batcher.drain();
    console.log(all.map(({ reason, value }) => reason?.name ?? value).join(' '));
  `);
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '0 1 2 RunTimeoutError QueueFullError\n',
    stderr: '',
  });
});

test('a million items leave nothing behind', () => {
  const { status, stdout, stderr } = runProgram(
    `
    const batcher = createBatcher({ run: async (items) => items, maxBatchSize: 32, wait: none(), key: (item) => String(item % 7) });
    const keys = [];
    async function some(count) {
      for (let done = 0; done < count; done += 500) {
        const gone = new AbortController();
        const items = Array.from({ length: 500 }, (_, i) =>
          batcher.submit(i, { timeoutMs: 3_600_000, signal: gone.signal, onPart: () => {} }).catch(() => {}));
        if (done % 5000 === 0) setImmediate(() => gone.abort());
        await Promise.all(items);
      }
      gc();
      return process.memoryUsage().heapUsed;
    }
    const early = await some(200_000);
    const late = await some(800_000);
    console.log(((late - early) / 2 ** 20).toFixed(1), batcher.stats().waiting + batcher.stats().running);
    `,
    '--expose-gc',
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [grownMiB, held] = stdout.trim().split(' ').map(Number);
  expect(held).toBe(0);
  expect(grownMiB).toBeLessThan(2);
});
