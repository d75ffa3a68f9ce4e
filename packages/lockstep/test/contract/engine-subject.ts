import type { DisposableEngine, GenerationContext, GenerationRequest, TokenPart } from 'lockstep/engine';
import { expect } from 'vitest';
import { record, type Recording } from './engine-recording.js';

/** What the suite has to know of an engine. A clause that is skipped says why. */
export interface EngineTraits {
  /** A request whose text ends by itself, before 200 tokens. */
  readonly endsByItself: GenerationRequest | Skip;
  /** A request whose text has characters outside the Basic Multilingual Plane. */
  readonly writesEmoji: GenerationRequest | Skip;
  /** Clauses that do not hold for this engine. */
  readonly skip?: {
    /** Different seeds make different texts. */
    readonly seedsDiffer?: string;
    /** `prepare` counts the prompt's tokens, and measures them against the context. */
    readonly promptTokens?: string;
  };
}

interface Skip {
  readonly skip: string;
}

/** Of unequal lengths. */
export const PROMPTS: readonly string[] = [
  'The whale',
  'My fellow citizens, we have come together in this house to speak of what this nation has done, and to say',
  'Captain Ahab stood',
  'We',
  'In the morning the sea was calm, and the men, who had slept but little, went up to look for a sail, when',
  'The people of the United States must never forget that',
  'Call me',
  'A ship',
];

/** Tokens enough that a batch can be interfered with while it runs. */
export const LONG = 150;

/** The engine that the clauses are asked of. */
export class EngineSubject {
  /** Opened before the first clause. */
  engine!: DisposableEngine;

  constructor(
    readonly open: () => Promise<DisposableEngine>,
    readonly traits: EngineTraits,
  ) {}

  /** Greedy, and exactly so long where the engine can be told so. */
  readonly greedy = (prompt: string, maxTokens: number): GenerationRequest => ({
    prompt,
    maxTokens,
    temperature: 0,
    ...(this.engine.can.ignoreEos && { ignoreEos: true }),
  });

  /** Prompts for as large a batch as there can be. */
  readonly full = (): readonly string[] => PROMPTS.slice(0, this.engine.limits.maxBatchSize);

  /** Runs a batch in which what belongs together agrees: parts and text, tokens and counts, answers and results. */
  readonly consistent = async (
    requests: readonly GenerationRequest[],
    context?: GenerationContext,
  ): Promise<Recording> => {
    const recording = await record(this.engine, requests, context);
    const { results, parts, answers, late } = recording;
    expect(results).toHaveLength(requests.length);
    expect(late, 'rows that emitted after their answer').toEqual([]);
    expect(parts.map(textOf), 'the parts of each row, joined').toEqual(results.map(({ text }) => text));
    expect(parts.map(tokensOf)).toEqual(results.map(({ outputTokens }) => outputTokens));
    parts.forEach(inOrder);
    expect(answers.map(({ row }) => row).sort((a, b) => a - b)).toEqual(results.map((_, row) => row));
    for (const { row, result } of answers) expect(result).toEqual(results[row]);
    return recording;
  };
}

function textOf(parts: readonly TokenPart[]): string {
  return parts.map(({ text }) => text).join('');
}

function tokensOf(parts: readonly TokenPart[]): number {
  return parts.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** Only a row's last part may bring no token. */
function inOrder(parts: readonly TokenPart[]): void {
  for (const [i, { tokens }] of parts.entries()) {
    expect(Number.isInteger(tokens)).toBe(true);
    expect(tokens).toBeGreaterThanOrEqual(i === parts.length - 1 ? 0 : 1);
  }
}

export function skipOf(trait: GenerationRequest | Skip): string | undefined {
  return 'skip' in trait ? trait.skip : undefined;
}

/** The end of a clause’s name, where it may be skipped. */
export function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}
