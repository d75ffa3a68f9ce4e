// Static batching in front of a real model, in process: llama.cpp with the small model that ships with lockstep-cli.
import { fileURLToPath } from 'node:url';
import { createBatcher } from 'lockstep/batcher';
import { oldest } from 'lockstep/core';
import { llamaCppEngine } from 'lockstep/engine/llama-cpp';

const model = new URL('models/tiny-prose-q8_0.gguf', import.meta.resolve('lockstep-cli/package.json'));
const engine = await llamaCppEngine({ modelPath: fileURLToPath(model), maxBatchSize: 8 });
const batcher = createBatcher({
  run: (requests, context) => engine.generate(requests, context),
  maxBatchSize: 8,
  wait: oldest(20),
});
batcher.on('batch', ({ members, reason }) =>
  console.log(`a batch of ${members.length}, closed by ${reason}`),
);

const prompts = ['My fellow citizens,', 'Captain Ahab', 'We must'];
const answers = await Promise.all(
  prompts.map(async (prompt) =>
    batcher.submit(await engine.prepare({ prompt, maxTokens: 24, temperature: 0 })),
  ),
);
answers.forEach(({ text, finishReason }, i) => console.log(`${prompts[i]}${text} [${finishReason}]`));
await engine.dispose();

// Prints:
//   My fellow citizens, we have told that the people of the world. [stop]
//   Captain Ahab, and then, the whale-ship, and the Sperm Whale's body had been aware [length]
//   We must also remember that the Congress will continue to enact legislation to improve the health of our people, and to provide jobs for [length]
//   a batch of 3, closed by wait
