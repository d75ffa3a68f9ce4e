export { BatchGate } from './batch-gate.js';
export { checkCount, checkText } from './check-options.js';
export { checkRequest, outputLimit } from './check-request.js';
export type {
  ChatMessage,
  DisposableEngine,
  Engine,
  EngineAbilities,
  EngineLimits,
  FinishReason,
  GenerationContext,
  GenerationRequest,
  GenerationResult,
  PrepareOptions,
  PreparedRequest,
  TokenPart,
} from './engine.js';
export { EngineError, RequestError, UpstreamError } from './errors.js';
export { plainChat } from './plain-chat.js';
export { StopStrings } from './stop-strings.js';
export { withSeed } from './with-seed.js';
