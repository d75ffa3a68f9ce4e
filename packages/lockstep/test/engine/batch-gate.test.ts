import { BatchGate, EngineError } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';

const gone = new EngineError('the engine has been disposed of');

/** Work that goes on until its signal is aborted, and then takes its time. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener('abort', () => setImmediate(resolve, 'late')));

describe('the gate of an engine', () => {
  test('hands on what the work answers or throws, and is free again', async () => {
    const gate = new BatchGate({ maxBatchSize: 2 });
    expect(await gate.run([1], {}, async () => 'done')).toBe('done');
    const fault = new Error('fault');
    await expect(gate.run([1], {}, () => Promise.reject(fault))).rejects.toBe(fault);
    const thrown = () => {
      throw fault;
    };
    await expect(gate.run([1], {}, thrown)).rejects.toBe(fault);
    expect(await gate.run([1, 2], {}, async () => 'again')).toBe('again');
  });

  test.each([0, 3])('refuses %i requests where 1 to 2 are allowed', async (count) => {
    const gate = new BatchGate({ maxBatchSize: 2 });
    await expect(gate.run(Array(count).fill(0), {}, async () => 'done')).rejects.toThrow(
      new EngineError(`generate: expected 1 to 2 requests, got ${count}`),
    );
  });

  test('an abort gives its reason, whatever the work answers then, and waits for the work', async () => {
    const gate = new BatchGate({ maxBatchSize: 1 });
    const whole = new AbortController();
    const run = gate.run([1], { signal: whole.signal }, untilAborted);
    await Promise.resolve();
    whole.abort('enough');
    await expect(gate.run([1], {}, async () => 'too early')).rejects.toThrow('a batch is running');
    await expect(run).rejects.toBe('enough');
    expect(await gate.run([1], {}, async () => 'done')).toBe('done');
  });

  test('after an abort before the work has begun, it never begins', async () => {
    const gate = new BatchGate({ maxBatchSize: 1 });
    const whole = new AbortController();
    let begun = false;
    const run = gate.run([1], { signal: whole.signal }, async () => (begun = true));
    whole.abort('enough');
    await expect(run).rejects.toBe('enough');
    expect(begun).toBe(false);
  });

  test('closing aborts the batch that runs and waits for it; afterwards none is let in', async () => {
    const gate = new BatchGate({ maxBatchSize: 1 });
    const events: string[] = [];
    const run = gate.run([1], {}, async (signal) => {
      await untilAborted(signal);
      events.push('work over');
    });
    await Promise.resolve();
    const closed = Promise.all([gate.close(), gate.close()]).then(() => events.push('closed'));
    await expect(run).rejects.toThrow(gone);
    await closed;
    expect(events).toEqual(['work over', 'closed']);
    await expect(gate.run([1], {}, async () => 'done')).rejects.toThrow(gone);
    expect(() => gate.assertOpen()).toThrow(gone);
  });
});
