import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { onnxEngine } from 'lockstep/engine/onnx';

const THREADS = 1;
const BARE_WORKER = new URL('../programs/bare-onnx-worker.mjs', import.meta.url);

/** ONNX through Lockstep, and by hand. */
export const onnx = {
  name: 'ONNX',

  open: ({ onnxFolder }, maxBatchSize, contextTokens) =>
    onnxEngine({ modelPath: onnxFolder, maxBatchSize, contextTokens, threads: THREADS }),

  /** A worker thread with a loop over the model's steps, and nothing else. */
  async openBare({ onnxFolder }) {
    const worker = new Worker(BARE_WORKER, { workerData: { modelPath: onnxFolder, threads: THREADS } });
    await once(worker, 'message');
    return {
      async run(prompts, tokens) {
        worker.postMessage({ prompts, tokens });
        const [texts] = await once(worker, 'message');
        return texts;
      },
      close: () => worker.terminate(),
    };
  },
};
