import { parentPort, workerData } from 'node:worker_threads';
import { answerPrompts } from '../answer-prompts.js';
import { startBackend } from './backend.js';
import { Prompts } from './prompts.js';

/** What the thread is started with. */
export interface PromptModel {
  readonly modelPath: string;
  readonly contextTokens: number;
}

const { modelPath, contextTokens } = workerData as PromptModel;
const backend = await startBackend(false);
// The vocabulary alone, without weights.
const model = await backend.llama.loadModel({ modelPath, vocabOnly: true });
const prompts = new Prompts({ backend, model, contextTokens });
answerPrompts(parentPort!, (prompt) => prompts.tokens(prompt));
