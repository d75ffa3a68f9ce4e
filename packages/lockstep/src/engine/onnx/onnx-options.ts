import { basename, resolve } from 'node:path';
import { checkCount, checkText } from '../check-options.js';
import { EngineError } from '../errors.js';

/** How the weights are stored; transformers.js finds the file by it: `q8` is `onnx/model_quantized.onnx`. */
export type OnnxDtype = keyof typeof FILE_SUFFIXES;

export interface OnnxOptions {
  /** A folder on this machine as transformers.js wants it: config.json, tokenizer.json, onnx/model.onnx and so on. */
  readonly modelPath: string;
  /** Most rows of a batch: an integer ≥ 1, or Infinity (default 8). */
  readonly maxBatchSize?: number;
  /** Most tokens of prompt and output together in one row: an integer from 2 to the model's context, the default. */
  readonly contextTokens?: number;
  /** Threads of a step: an integer ≥ 1 (default 1). More than a small model can use make it slower. */
  readonly threads?: number;
  /** Which of the model's files (default `fp32`, onnx/model.onnx). */
  readonly dtype?: OnnxDtype;
  /** The model's name (default: the folder's). */
  readonly model?: string;
}

/** The options with all defaults but those that only the model knows. */
export interface OnnxSettings {
  readonly modelPath: string;
  readonly maxBatchSize: number;
  readonly contextTokens: number | undefined;
  readonly threads: number;
  readonly dtype: OnnxDtype;
  readonly model: string;
}

/** As transformers.js names a model's files. */
const FILE_SUFFIXES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

/** @throws EngineError that names the first option that is wrong */
export function checkOptions(options: OnnxOptions): OnnxSettings {
  const { maxBatchSize = 8, contextTokens, threads = 1, dtype = 'fp32' } = options;
  checkText('onnxEngine', 'modelPath', options.modelPath);
  checkCount('onnxEngine', 'maxBatchSize', maxBatchSize);
  if (contextTokens !== undefined) checkCount('onnxEngine', 'contextTokens', contextTokens, 2);
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new EngineError(`onnxEngine: expected threads to be an integer ≥ 1, got ${String(threads)}`);
  }
  if (!Object.hasOwn(FILE_SUFFIXES, dtype)) {
    const known = Object.keys(FILE_SUFFIXES).join(', ');
    throw new EngineError(`onnxEngine: expected dtype to be one of ${known}, got ${String(dtype)}`);
  }
  // An absolute path: transformers.js looks for all others where it is installed.
  const modelPath = resolve(options.modelPath);
  const { model = basename(modelPath) } = options;
  checkText('onnxEngine', 'model', model);
  return { modelPath, maxBatchSize, contextTokens, threads, dtype, model };
}

/** The file with the weights, within the model's folder. */
export function weightsFile(dtype: OnnxDtype): string {
  return `onnx/model${FILE_SUFFIXES[dtype]}.onnx`;
}
