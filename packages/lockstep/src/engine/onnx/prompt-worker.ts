import { parentPort, workerData } from 'node:worker_threads';
import { answerPrompts } from '../answer-prompts.js';
import { loadTokenizer } from './load-tokenizer.js';
import { Prompts, type PromptSettings } from './prompts.js';

const { modelPath, settings } = workerData as {
  readonly modelPath: string;
  readonly settings: PromptSettings;
};
const prompts = new Prompts(await loadTokenizer(modelPath), settings);
answerPrompts(parentPort!, (prompt) => prompts.tokens(prompt));
