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

  /** Sums some rows of two columns of lengths, and nothing else. In variables, since each batch of a run comes here. */
  sum(rows: readonly number[], promptTokens: Int32Array, outputTokens: Int32Array): void {
    let longestPrompt = 0;
    let longestOutput = 0;
    let prompts = 0;
    let squares = 0;
    for (let i = 0; i < rows.length; i++) {
      const prompt = promptTokens[rows[i]!]!;
      const output = outputTokens[rows[i]!]!;
      if (prompt > longestPrompt) longestPrompt = prompt;
      if (output > longestOutput) longestOutput = output;
      prompts += prompt;
      squares += prompt * prompt;
    }
    this.size = rows.length;
    this.longestPrompt = longestPrompt;
    this.longestOutput = longestOutput;
    this.promptTokens = prompts;
    this.squaredPromptTokens = squares;
  }
}
