export { openaiEngine } from './openai-engine.js';
export type { OpenAiEngineOptions } from './options.js';
export { UpstreamError } from '../errors.js';
