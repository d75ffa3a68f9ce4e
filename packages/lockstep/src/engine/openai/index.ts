export { openaiEngine } from './openai-engine.js';
export type { OpenAiEngineOptions } from './openai-options.js';
export { UpstreamError } from '../errors.js';
