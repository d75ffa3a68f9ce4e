export type {
  ChatMessage,
  Engine,
  EngineAbilities,
  EngineLimits,
  FinishReason,
  GenerationContext,
  GenerationRequest,
  GenerationResult,
  PreparedRequest,
  TokenPart,
} from './engine.js';
export { EngineError, RequestError } from './errors.js';
