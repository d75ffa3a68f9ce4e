import { once } from 'node:events';
import { onnxEngine } from 'lockstep/engine/onnx';
import { ModelThread } from '../../packages/lockstep/dist/engine/onnx/model-thread.js';

const BARE_LOOP = new URL('../programs/bare-onnx-loop.mjs', import.meta.url);

/**
 * ONNX through Lockstep, and a loop over the model's steps in the same thread. Both drive one copy of the model: two of
 * them differ in speed by up to 15 %, as their memory happens to lie.
 */
export const onnx = {
  name: 'ONNX',

  async open({ onnxFolder }, maxBatchSize, contextTokens) {
    const engine = await inThread(BARE_LOOP, () =>
      onnxEngine({ modelPath: onnxFolder, maxBatchSize, contextTokens, threads: 1 }),
    );
    const channel = new BroadcastChannel('bare-onnx-loop');
    return {
      engine,
      async loop(prompts, tokens) {
        const answer = once(channel, 'message');
        channel.postMessage({ prompts, tokens });
        const [{ data }] = await answer;
        return data.texts;
      },
      async close() {
        channel.close();
        await engine.dispose();
      },
    };
  },
};

/** Has the engines that are opened within `work` run this program in their thread. */
async function inThread(program, work) {
  const { open } = ModelThread;
  ModelThread.open = (model) => open.call(ModelThread, model, program);
  try {
    return await work();
  } finally {
    ModelThread.open = open;
  }
}
