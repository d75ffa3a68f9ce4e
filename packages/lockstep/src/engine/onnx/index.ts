export { onnxEngine } from './onnx-engine.js';
export type { OnnxDtype, OnnxOptions } from './onnx-options.js';
