import { EngineError } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { ModelThread } from '../../../src/engine/onnx/model-thread.js';
import type { Batch } from '../../../src/engine/onnx/batch.js';

const MODEL = { modelPath: '/models/some', dtype: 'fp32', threads: 1, padToken: 0 } as const;

/** A thread that says it has loaded its model, and does this with every message. */
function thread(onMessage: string): Promise<ModelThread> {
  return open(
    `parentPort.on('message', (batch) => { ${onMessage} }); parentPort.postMessage({ type: 'loaded' });`,
  );
}

function open(program: string): Promise<ModelThread> {
  const script = `import { parentPort } from 'node:worker_threads'; ${program}`;
  return ModelThread.open(MODEL, new URL(`data:text/javascript,${encodeURIComponent(script)}`));
}

function batch(): Batch {
  return { rows: [], padToken: 0, ended: new Uint8Array(new SharedArrayBuffer(2)) };
}

describe('a thread that dies', () => {
  test.each([
    ['throws', `throw new Error('out of memory');`, 'out of memory'],
    ['exits', 'process.exit(3);', 'exit code 3'],
  ])('because it %s rejects the running batch, and says so from then on', async (_, program, why) => {
    const dead = await thread(`if (batch !== null) { ${program} }`);
    const error = new EngineError(`the model's thread has died: ${why}`);
    await expect(dead.run(batch(), () => {})).rejects.toThrow(error);
    await expect(dead.run(batch(), () => {})).rejects.toThrow(error);
    expect(() => dead.assertAlive()).toThrow(error);
    await dead.close();
  });

  test('while it loads its model cannot be opened', async () => {
    await expect(open(`throw new Error('no such instruction');`)).rejects.toThrow(
      new EngineError("/models/some: cannot be loaded: the model's thread has died: no such instruction"),
    );
  });
});

test('what a model throws is the failure of its batch alone', async () => {
  const alive = await thread(`
    if (batch === null) parentPort.close();
    else if (batch.padToken === 13) parentPort.postMessage({ type: 'failed', error: new RangeError('bad shape') });
    else parentPort.postMessage({ type: 'over' });`);
  await expect(alive.run({ ...batch(), padToken: 13 }, () => {})).rejects.toThrow(
    new RangeError('bad shape'),
  );
  await alive.run(batch(), () => {});
  await alive.close();
});

test('a listener that throws ends all rows, is told no more, and the batch rejects when the thread is done', async () => {
  const alive = await thread(`
    if (batch === null) parentPort.close();
    else {
      parentPort.postMessage({ type: 'steps', steps: [Int32Array.of(1, 1), Int32Array.of(2, 2)] });
      parentPort.postMessage({ type: 'steps', steps: [Int32Array.of(3, 3)] });
      while (Atomics.load(batch.ended, 0) === 0 || Atomics.load(batch.ended, 1) === 0);
      parentPort.postMessage({ type: 'over' });
    }`);
  const heard: number[][] = [];
  const run = alive.run(batch(), (tokens) => {
    heard.push([...tokens]);
    throw new Error('deaf');
  });
  await expect(run).rejects.toThrow(new Error('deaf'));
  expect(heard).toEqual([[1, 1]]);
  await alive.close();
});
