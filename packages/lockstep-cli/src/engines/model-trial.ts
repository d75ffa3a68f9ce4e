// A process of its own that loads the model in its arguments and generates a token: see try-model.ts. It ends with 0 if it
// lives long enough to say so.
import type { Engine } from 'lockstep/engine';
import type { ModelKind } from './try-model.js';

const [kind, modelPath] = process.argv.slice(2) as [ModelKind, string];
const options = { modelPath, maxBatchSize: 1, contextTokens: 32 };

async function open(): Promise<Engine> {
  if (kind === 'llama') return (await import('lockstep/engine/llama-cpp')).llamaCppEngine(options);
  return (await import('lockstep/engine/onnx')).onnxEngine(options);
}

try {
  const engine = await open();
  await engine.generate([await engine.prepare({ prompt: 'A', maxTokens: 1, temperature: 0 })]);
} catch {
  // An error that can be caught is told by the engine itself, when it is opened for use.
}
process.exit(0);
