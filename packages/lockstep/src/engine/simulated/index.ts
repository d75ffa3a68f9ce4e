export { simulatedEngine, type SimulatedEngineOptions } from './simulated-engine.js';
