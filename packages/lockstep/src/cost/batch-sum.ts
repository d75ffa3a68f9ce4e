import type { BatchShape } from './cost-model.js';

/** The shape of a batch, summed row by row; cleared and filled again for the next one. */
export class BatchSum implements BatchShape {
  size = 0;
  longestPrompt = 0;
  longestOutput = 0;
  promptTokens = 0;
  squaredPromptTokens = 0;

  clear(): void {
    this.size = 0;
    this.longestPrompt = 0;
    this.longestOutput = 0;
    this.promptTokens = 0;
    this.squaredPromptTokens = 0;
  }

  /** Adds one row with its lengths in tokens. */
  add(promptTokens: number, outputTokens: number): void {
    this.size++;
    if (promptTokens > this.longestPrompt) this.longestPrompt = promptTokens;
    if (outputTokens > this.longestOutput) this.longestOutput = outputTokens;
    this.promptTokens += promptTokens;
    this.squaredPromptTokens += promptTokens * promptTokens;
  }
}
