import { cpuSecondsAsync, inTurnAsync, median } from '../timing.mjs';
import { llamaCpp } from './llama-cpp.mjs';
import { measuredModels, promptsFor } from './models.mjs';
import { onnx } from './onnx.mjs';

const BATCH_SIZES = [1, 2, 4, 8, 16];
const CONTEXT_TOKENS = 128;
const ROUNDS = 7;

/**
 * Tokens per second of every engine by batch size. One thread each, and by CPU time: what else a shared machine does
 * then hardly shows.
 * @returns {Promise<{ engine: string, model: string, about: string, points: object[] }[]>} one per engine and model
 */
export async function measureCurves() {
  const curves = [];
  for (const model of await measuredModels()) {
    for (const kind of [llamaCpp, onnx]) {
      const points = await measure(kind, model);
      curves.push({ engine: kind.name, model: model.name, about: model.about, points });
    }
  }
  return curves;
}

async function measure(kind, model) {
  const { engine, close } = await kind.open(model, Math.max(...BATCH_SIZES), CONTEXT_TOKENS);
  const calls = [];
  for (const batchSize of BATCH_SIZES) {
    const items = await Promise.all(promptsFor(batchSize).map((prompt) => prepared(engine, prompt, model)));
    calls.push([batchSize, () => engine.generate(items)]);
  }
  const times = await inTurnAsync(Object.fromEntries(calls), ROUNDS, cpuSecondsAsync);
  await close();
  const rates = BATCH_SIZES.map((batchSize) => (batchSize * model.curveTokens) / median(times[batchSize]));
  return BATCH_SIZES.map((batchSize, i) => ({
    batchSize,
    tokensPerSecond: rounded(rates[i]),
    gain: rounded(rates[i] / rates[0]),
  }));
}

function prepared(engine, prompt, { curveTokens }) {
  return engine.prepare({ prompt, maxTokens: curveTokens, temperature: 0, ignoreEos: true });
}

const rounded = (value) => Number(value.toPrecision(3));
