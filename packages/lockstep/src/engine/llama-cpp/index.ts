export { llamaCppEngine } from './llama-cpp-engine.js';
export type { LlamaCppOptions } from './llama-cpp-options.js';
