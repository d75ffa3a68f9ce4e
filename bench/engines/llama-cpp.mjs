import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

const PREFILL_TOKENS = 512;

/** llama.cpp through Lockstep, and a loop over the sequences of node-llama-cpp with a barrier after every step. */
export const llamaCpp = {
  name: 'llama.cpp',

  async open({ gguf }, maxBatchSize, contextTokens) {
    const engine = await llamaCppEngine({
      modelPath: gguf,
      maxBatchSize,
      contextTokens,
      threads: 1,
      prefillTokens: PREFILL_TOKENS,
    });
    const { model, sequences } = await openBare(gguf, maxBatchSize, contextTokens);
    return {
      engine,
      loop: (prompts, tokens) => bareBatch(model, sequences.slice(0, prompts.length), prompts, tokens),
      async close() {
        await engine.dispose();
        await model.dispose();
      },
    };
  },
};

async function openBare(modelPath, maxBatchSize, contextTokens) {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
    maxThreads: 0,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({
    sequences: maxBatchSize,
    contextSize: contextTokens,
    batchSize: PREFILL_TOKENS,
    threads: 1,
  });
  return { model, sequences: Array.from({ length: maxBatchSize }, () => context.getSequence()) };
}

async function bareBatch(model, sequences, prompts, tokens) {
  const { bos, shouldPrependBosToken } = model.tokens;
  const rows = sequences.map((sequence, row) => {
    const prompt = model.tokenize(prompts[row]);
    const tokens = shouldPrependBosToken ? [bos, ...prompt] : prompt;
    return sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true });
  });
  const outputs = rows.map(() => []);
  for (let step = 0; step < tokens; step++) {
    const values = await Promise.all(rows.map((row) => row.next()));
    values.forEach(({ value }, row) => outputs[row].push(value));
  }
  await Promise.all(rows.map((row) => row.return()));
  await Promise.all(sequences.map((sequence) => sequence.clearHistory()));
  return outputs.map((output) => model.detokenize(output));
}
